import { childOf, childrenOf, parseXml, textOf } from '../../src/feeds/xml.js';

describe('parseXml', () => {
  it('names elements by namespace, not by the prefix that a document happens to use', () => {
    const root = parseXml(
      '<rss xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:x="http://example.org/"><d:creator>A</d:creator><x:title>B</x:title></rss>',
    );
    expect(textOf(root && childOf(root, 'dc:creator'))).toBe('A');
    expect(root && childrenOf(root, 'title')).toEqual([]);
  });

  it('believes the conventional prefix where none is declared', () => {
    expect(textOf(childOf(parseXml('<rss><dc:creator>A</dc:creator></rss>'), 'dc:creator'))).toBe('A');
  });

  it('hands base and language down', () => {
    const root = parseXml(
      '<feed xml:base="/a/" xml:lang="de"><entry xml:base="b/"><id>x</id></entry></feed>',
      'http://example.org/',
    );
    expect(childOf(childOf(root, 'entry'), 'id')).toMatchObject({
      base: 'http://example.org/a/b/',
      language: 'de',
    });
  });

  it('closes what is left open and keeps what is no markup', () => {
    const root = parseXml('<rss><channel><title>A & B < C</title><item>1<br>2<item></channel>');
    expect(textOf(childOf(childOf(root, 'channel'), 'title'))).toBe('A & B < C');
    expect(textOf(childOf(childOf(root, 'channel'), 'item'))).toBe('12');
    expect(textOf(parseXml('<rss><![CDATA[never closed'))).toBe('never closed');
  });

  it('expands no entities of a DTD', () => {
    const bomb =
      '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>';
    expect(textOf(parseXml(`${bomb}<rss>&b;&x;&#20013;&amp;</rss>`))).toBe('&b;&x;中&');
  });

  it('reads the C1 controls of mislabelled documents as windows-1252', () => {
    expect(textOf(parseXml('<rss>don&#146;t</rss>'))).toBe('don’t');
  });

  it('gives up on absurd nesting instead of running out of stack or time', () => {
    expect(() => parseXml('<a>'.repeat(100_000))).toThrow(RangeError);
    expect(() => parseXml('<a></b>'.repeat(100_000))).toThrow(RangeError);
    expect(parseXml(`<rss>${'<p>1<br>2</p>'.repeat(1000)}</rss>`)?.children).toHaveLength(1000);
  });

  it('finds no root in what is no XML', () => expect(parseXml('Not found')).toBeUndefined());
});
