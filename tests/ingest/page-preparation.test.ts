import { prose, sample } from './page-sample.js';

const textWith = (markup: string) => sample(`<article>${prose}${markup}${prose}</article>`).contentText;

describe('a page made ready', () => {
  it('shows notes that are hidden until asked for', () => {
    const note =
      '<aside style="display:none" class="footnote-content" id="n1">The toll was one penny.</aside>';
    expect(textWith(`<p>See the note.<a href="#n1">1</a></p>${note}`)).toContain('The toll was one penny.');
  });

  it('drops the numbers of lines beside code, and keeps the lines', () => {
    const code =
      '<table><tr><td class="gutter"><pre>1\n2\n</pre></td><td class="code"><pre>let a;\nlet b;\n</pre></td></tr></table>';
    const text = textWith(code);
    expect(text).toContain('let a;\nlet b;');
    expect(text).not.toMatch(/^1$/m);
  });

  it('drops what only screen readers and icon fonts say', () => {
    const text = textWith(
      '<p>Read <span class="sr-only">opens in a new window</span>the <i class="icon">S</i>notice.</p>',
    );
    expect(text).toContain('Read the notice.');
  });

  it('keeps tables of figures', () => {
    const row = (name: string, speed: string) => `<tr><td>${name}</td><td>${speed}</td></tr>`;
    expect(textWith(`<table>${row('twitter', '0.094 GB/s')}${row('gsoc', '0.091 GB/s')}</table>`)).toContain(
      '0.091 GB/s',
    );
  });
});
