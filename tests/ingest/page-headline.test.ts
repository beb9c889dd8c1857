import { prose, sample } from './page-sample.js';

const title = (text: string) => `<title>${text}</title>`;

describe('the headline of a page', () => {
  it.each([
    [
      'a heading that the title begins with',
      '<h1>开州区抓牢党建工作</h1>',
      title('开州区抓牢党建工作_教育资讯_教育门户网'),
      '开州区抓牢党建工作',
    ],
    [
      'a heading below that of the site',
      '<h1>教育门户网</h1><h2>开州区抓牢党建工作</h2>',
      title('开州区抓牢党建工作-教育门户网'),
      '开州区抓牢党建工作',
    ],
    [
      'a heading that the title rewords',
      '<h1>Why We Received a Push Alert About a Storm</h1>',
      title('Why We Received an Alert About a Storm - Lamp'),
      'Why We Received a Push Alert About a Storm',
    ],
    [
      'JSON-LD',
      '',
      `${title('Fair | Lamp')}<script type="application/ld+json">{"@type":"Article","headline":"The fair &amp; the town"}</script>`,
      'The fair & the town',
    ],
    [
      'Open Graph',
      '',
      `${title('Fair')}<meta property="og:title" content="The fair returns">`,
      'The fair returns',
    ],
    [
      'the title without section and site',
      '',
      title('开州区抓牢党建工作_教育资讯_教育门户网'),
      '开州区抓牢党建工作',
    ],
    [
      'the title without the site’s stated name',
      '',
      `${title('The fair returns - Lamp')}<meta property="og:site_name" content="Lamp">`,
      'The fair returns',
    ],
    ['a title with a dash of its own', '', title('Rise - and fall'), 'Rise - and fall'],
  ])('is %s', (_, body, head, headline) => {
    expect(sample(body + prose, { head }).headline).toBe(headline);
  });

  it('tells the site’s name from the title', () => {
    expect(
      sample(`<h1>The fair returns</h1>${prose}`, { head: title('The fair returns - The Lamp') }).siteName,
    ).toBe('The Lamp');
  });
});
