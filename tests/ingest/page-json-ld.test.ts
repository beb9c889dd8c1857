import { prose, sample } from './page-sample.js';

const script = (json: string) => `<script type="application/ld+json">${json}</script>`;
const headline = (json: string) => sample(prose, { head: script(json) }).headline;

describe('the JSON-LD of a page', () => {
  it('is read from a graph, comments and control characters in the text notwithstanding', () => {
    expect(
      headline(
        '<!-- {"@graph":[{"@type":"WebSite","name":"Lamp"},{"@type":["NewsArticle"],"headline":"The\n fair"}]}; -->',
      ),
    ).toBe('The fair');
  });

  it('prefers the article to its page', () => {
    expect(
      headline(
        '[{"@type":"WebPage","name":"Page","datePublished":"2020-01-01"},{"@type":"BlogPosting","headline":"Post"}]',
      ),
    ).toBe('Post');
  });

  it('knows the dates of Baidu’s vocabulary', () => {
    const head = script(
      '{"@context":"https://ziyuan.baidu.com/contexts/cambrian.jsonld","pubDate":"2019-09-05T11:10:52"}',
    );
    expect(sample(prose, { head, timeZone: 'Asia/Shanghai' }).published?.at).toBe(
      Date.parse('2019-09-05T03:10:52Z'),
    );
  });

  it('is passed over when broken, or nested without end', () => {
    for (const json of ['{"@type":', 'null', '[['.repeat(5000), `${'['.repeat(900)}1${']'.repeat(900)}`]) {
      expect(sample(prose, { head: `<title>The fair</title>${script(json)}` }).headline).toBe('The fair');
    }
  });
});
