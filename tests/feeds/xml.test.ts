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

  it('ends an entry whose end tag was forgotten where the next begins', () => {
    const root = parseXml(
      '<rss><channel><item><title>1</title><item><title>2</title></item><item><title>3</title></channel></rss>',
    );
    const titles = childrenOf(childOf(root, 'channel') as never, 'item').map((item) =>
      textOf(childOf(item, 'title')),
    );
    expect(titles).toEqual(['1', '2', '3']);
  });

  it('leaves entries alone that lie within others in foreign elements', () => {
    const root = parseXml(
      '<rss><channel><item><title>1</title><sx:conflicts><item/></sx:conflicts></item></channel></rss>',
    );
    expect(childrenOf(childOf(root, 'channel') as never, 'item')).toHaveLength(1);
  });

  it.each([
    ['I <3 you & 1 < 2', 'I <3 you & 1 < 2'],
    ['caf&eacute; &amp;eacute; &nosuch; AT&T', 'café &eacute; &nosuch; AT&T'],
    ['<![CDATA[a <![CDATA[b]]> c]]>', 'a b c'],
    ['<![CDATA[x <3 &eacute;]]>', 'x <3 &eacute;'],
  ])('reads the text %s as it is meant', (xml, text) => {
    expect(textOf(parseXml(`<rss>${xml}</rss>`))).toBe(text);
  });

  it('believes an undeclared prefix of the root to be that of the feed', () => {
    expect(textOf(childOf(parseXml('<a:feed><a:title>T</a:title></a:feed>'), 'title'))).toBe('T');
  });

  it('takes the first of two attributes of one name', () => {
    expect(parseXml('<rss version="1" version="2"/>')?.attributes.get('version')).toBe('1');
  });

  it('marks what the end of the document cuts off', () => {
    const root = parseXml('<rss><item>1</item><item>2');
    expect(root?.isCut).toBe(true);
    expect(childrenOf(root as never, 'item').map(({ isCut }) => isCut)).toEqual([undefined, true]);
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
