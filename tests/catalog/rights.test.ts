import { effectiveRights, unstatedRights } from '../../src/catalog/rights.js';

describe('rights', () => {
  const ofSource = {
    holder: 'The Gazette',
    licence: 'CC BY 4.0',
    licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
    notice: 'For reference only.',
    syndication: 'SUMMARY',
    takedownContact: 'rights@gazette.example',
    takedownDays: 30,
  } as const;

  it('are those of the source where the article states none', () => {
    expect(effectiveRights(unstatedRights, ofSource)).toEqual(ofSource);
  });

  it('are those of the article, member by member, where it states any', () => {
    const own = { ...unstatedRights, notice: '', syndication: 'LINK_ONLY', takedownDays: 0 } as const;
    expect(effectiveRights(own, ofSource)).toEqual({
      ...ofSource,
      notice: '',
      syndication: 'LINK_ONLY',
      takedownDays: 0,
    });
  });

  it('allow the full text where nobody names a policy', () => {
    expect(effectiveRights(unstatedRights, unstatedRights)).toEqual({
      ...unstatedRights,
      syndication: 'FULL_TEXT',
    });
  });
});
