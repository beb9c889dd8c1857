import { parsePage } from '../../src/ingest/page-dom.js';
import { pageLines, paragraphText, removeLine } from '../../src/ingest/page-lines.js';

const body = (html: string) => parsePage(`<html><body>${html}</body></html>`).body;

describe('pageLines', () => {
  it('parts text at block borders and line breaks, and knows its links', () => {
    const lines = pageLines(
      body('<p>One <b>two</b>\n three<br>four</p>five<ul><li> <a href="/6"> six</a> 7</li></ul>'),
    );
    expect(lines.map(({ text }) => text)).toEqual(['One two three', 'four', 'five', 'six 7']);
    expect(lines[3]?.links).toMatchObject([{ title: 'six', at: 0 }]);
  });

  it('passes over what is not shown', () => {
    expect(
      pageLines(body('<script>x</script><style>y</style><template>z</template><!-- c --><p> </p>')),
    ).toEqual([]);
  });

  it('keeps white space in preformatted text', () => {
    expect(pageLines(body('<pre>if x:\n  y()</pre>'))[0]?.text).toBe('if x:\n  y()');
  });
});

describe('removeLine', () => {
  it('takes the elements with it that it leaves empty, and no others', () => {
    const root = body('<div><p>one<br>two</p><p><a href="/x">gone</a></p><p><img src="i">caption</p></div>');
    for (const line of pageLines(root)) if (['one', 'gone', 'caption'].includes(line.text)) removeLine(line);
    expect(root.innerHTML).toBe('<div><p><br>two</p><p><img src="i"></p></div>');
  });
});

describe('paragraphText', () => {
  it('parts paragraphs by an empty line and keeps breaks within them', () => {
    expect(paragraphText(body('<p>one<br>two</p><p>three</p>'))).toBe('one\ntwo\n\nthree');
  });
});
