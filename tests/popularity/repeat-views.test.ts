import { createRepeatFilter } from '../../src/popularity/repeat-views.js';

const noon = Date.UTC(2026, 2, 1, 12);
const viewer = { address: '192.0.2.7', userAgent: 'Mozilla/5.0' };

describe('the repeat filter', () => {
  it('lets a view pass once a day for the same viewer and article', () => {
    const filter = createRepeatFilter();
    expect(filter.admit([1, 2], viewer, noon).fresh).toEqual([1, 2]);
    expect(filter.admit([2, 3], viewer, noon + 60_000).fresh).toEqual([3]);
    expect(filter.admit([1, 2, 3], viewer, Date.UTC(2026, 2, 1, 23, 59, 59)).fresh).toEqual([]);
    expect(filter.admit([1, 2, 3], viewer, Date.UTC(2026, 2, 2)).fresh).toEqual([1, 2, 3]);
  });

  it('tells viewers apart by address and by user agent, and by nothing that joins the two', () => {
    const filter = createRepeatFilter();
    for (const other of [
      viewer,
      { ...viewer, address: '192.0.2.8' },
      { ...viewer, userAgent: 'Mozilla/4.0' },
      { address: viewer.address },
      { userAgent: viewer.userAgent },
      { address: `${viewer.address}Mozilla`, userAgent: '/5.0' },
    ]) {
      expect(filter.admit([1], other, noon).fresh).toEqual([1]);
      expect(filter.admit([1], other, noon).fresh).toEqual([]);
    }
  });

  it('has nothing to compare where neither is known, but takes an article once a call', () => {
    const filter = createRepeatFilter();
    expect(filter.admit([1, 1, 2], {}, noon).fresh).toEqual([1, 2]);
    expect(filter.admit([1], { address: '', userAgent: '' }, noon).fresh).toEqual([1]);
  });

  it('takes back what was not counted after all, and no more', () => {
    const filter = createRepeatFilter();
    filter.admit([1], viewer, noon);
    filter.admit([1, 2], viewer, noon).takeBack();
    expect(filter.admit([1, 2], viewer, noon).fresh).toEqual([2]);
  });

  it('remembers no more than it may', () => {
    const filter = createRepeatFilter(2);
    filter.admit([1, 2, 3], viewer, noon);
    expect(filter.admit([3, 1], viewer, noon).fresh).toEqual([1]);
  });
});
