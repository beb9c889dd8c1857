import { hasMarkup, innerHtml } from '../../src/feeds/markup.js';
import { parseXml, type XmlElement } from '../../src/feeds/xml.js';

function element(xml: string): XmlElement {
  const root = parseXml(xml, 'http://example.org/a/');
  if (!root) throw new Error('no root');
  return root;
}

describe('innerHtml', () => {
  it('unwraps the div of Atom and drops prefixes', () => {
    const xml =
      '<content xmlns:h="http://www.w3.org/1999/xhtml"><h:div>1 &lt; <h:b>2</h:b></h:div></content>';
    expect(innerHtml(element(xml))).toBe('1 &lt; <b>2</b>');
  });

  it('writes empty elements as HTML has them', () => {
    expect(innerHtml(element('<body><p/><br/><img alt="a &quot;b&quot;"/></body>'))).toBe(
      '<p></p><br><img alt="a &quot;b&quot;">',
    );
  });

  it('resolves URLs against the nearest base', () => {
    const xml =
      '<body><a href="x">1</a><p xml:base="http://other.example/"><img src="/y?a&amp;b"/></p></body>';
    expect(innerHtml(element(xml))).toContain('href="http://example.org/a/x"');
    expect(innerHtml(element(xml))).toContain('src="http://other.example/y?a&amp;b"');
  });
});

describe('hasMarkup', () => {
  it('tells inline from escaped markup', () => {
    expect(hasMarkup(element('<title>A <b>B</b></title>'))).toBe(true);
    expect(hasMarkup(element('<title>A &lt;b>B&lt;/b></title>'))).toBe(false);
  });
});
