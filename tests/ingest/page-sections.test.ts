import { pageSections } from '../../src/ingest/page-sections.js';

const chapter = (ordinal: string, heading: string) =>
  `<p>${ordinal},${heading}。一是完善机制。党委定期研究。二是落实责任。三是强化理论武装。每月学习。</p>`;

describe('the sections of a page', () => {
  it('have the number as the text writes it, the heading, and the points that the prose counts', () => {
    const sections = pageSections(
      `<p>导语。</p>${chapter('第一', '规范建设')}${chapter('第二', '精细落实')}`,
    );
    expect(sections).toMatchObject([
      { number: 1, ordinal: '第一', heading: '规范建设', points: ['完善机制', '落实责任', '强化理论武装'] },
      { number: 2, ordinal: '第二', heading: '精细落实', points: ['完善机制', '落实责任', '强化理论武装'] },
    ]);
    expect(sections[0]?.text).toBe(
      '第一,规范建设。一是完善机制。党委定期研究。二是落实责任。三是强化理论武装。每月学习。',
    );
  });

  it('have no points where nothing is counted, and none that is out of order', () => {
    const [one, two] = pageSections(
      '<h2>Tides</h2><p>他一是惊讶。然后走了。</p><h2>Ebb</h2><p>二是晚了。一是早了。三是没来。</p>',
    );
    expect([one?.ordinal, one?.points, two?.points]).toEqual([undefined, [], []]);
  });
});
