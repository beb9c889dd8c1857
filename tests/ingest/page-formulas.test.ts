import { prose, sample } from './page-sample.js';

const textWith = (markup: string) =>
  sample(`<article>${prose}<p>Given ${markup} it holds.</p>${prose}</article>`).contentText;

describe('the formulas of a page', () => {
  it.each([
    [
      'KaTeX',
      '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span>',
      '$x^2$',
    ],
    [
      'KaTeX without MathML',
      '<span data-math="\\frac{a}{b}"><span class="katex">ab</span></span>',
      '$\\frac{a}{b}$',
    ],
    [
      'MediaWiki',
      '<span class="mwe-math-element"><span style="display: none"><math alttext="a_{1}"><mi>a</mi></math></span><img alt="a_{1}" src="/a.svg"></span>',
      '$a_{1}$',
    ],
    [
      'MathJax 2',
      '<span class="MathJax_Preview">…</span><span class="MathJax">y2</span><script type="math/tex">y^2</script>',
      '$y^2$',
    ],
    ['an image', '<img src="https://latex.codecogs.com/svg.image?%5Cfrac%7Ba%7D%7Bb%7D">', '$\\frac{a}{b}$'],
    ['MathML alone', '<math><mi>e</mi><mo>=</mo><mn>1</mn></math>', 'e=1'],
  ])('keep their source: %s', (_, markup, source) => {
    expect(textWith(markup)).toContain(`Given ${source} it holds.`);
  });

  it('are not seen in other images', () => {
    const { contentHtml } = sample(
      `<article>${prose}<p><img src="/latex-gloves.jpg" alt="Gloves"></p>${prose}</article>`,
    );
    expect(contentHtml).toContain('/latex-gloves.jpg');
  });
});
