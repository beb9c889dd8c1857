import { prose, sample } from './page-sample.js';

const link = (title: string) => `<p><a href="/${title.length}">${title}</a></p>`;
const others = ['Old mill burns', 'Toll on the bridge', 'Lamps for the fair', 'Market days']
  .map(link)
  .join('');

describe('the edges of a text', () => {
  it('lose a menu above and other articles below', () => {
    const { contentText } = sample(`<article><div>${others}</div>${prose}<div>${others}</div></article>`);
    expect(contentText).toMatch(/^The council met/);
    expect(contentText).not.toContain('Toll on the bridge');
  });

  it('keep links that a sentence introduces, and those within the page', () => {
    const sources = `<p>What we have read for this report:</p>${others}`;
    expect(sample(`<article>${prose}${sources}</article>`).contentText).toContain('Market days');
    const contents = others.replaceAll('href="/', 'href="#');
    expect(sample(`<article>${contents}${prose}</article>`).contentText).toContain('Market days');
  });

  it('keep the caption above the text in the HTML alone', () => {
    const figure = '<figure><img src="/f.jpg"><figcaption>The fair. Photo: B. Chen</figcaption></figure>';
    const { contentText, contentHtml } = sample(`<article>${figure}${prose}</article>`);
    expect(contentText).toMatch(/^The council met/);
    expect(contentHtml).toContain('Photo: B. Chen');
  });
});
