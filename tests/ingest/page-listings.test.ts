import { prose, sample } from './page-sample.js';

const day = (text: string) => ({ at: Date.parse(text), precision: 'DAY' });

describe('the lists beside an article', () => {
  it('keep order, titles as shown, and dates', () => {
    const page = sample(`${prose}<div class="box"><h3>最新加入</h3><ul>
      <li><a href="/news/9002.html">省委教育工委、教育厅...</a><span>2024-11-23</span></li>
      <li><a href="/news/9001.html">做好近视防控工...</a><span>2024-11-22</span></li>
      <li><a href="/news/9000.html">关于广东省第二批普通...</a></li></ul></div>`);
    expect(page.listings).toEqual([
      {
        heading: '最新加入',
        links: [
          {
            title: '省委教育工委、教育厅...',
            url: 'http://www.portal.example/news/9002.html',
            date: day('2024-11-23'),
          },
          {
            title: '做好近视防控工...',
            url: 'http://www.portal.example/news/9001.html',
            date: day('2024-11-22'),
          },
          {
            title: '关于广东省第二批普通...',
            url: 'http://www.portal.example/news/9000.html',
            date: undefined,
          },
        ],
      },
    ]);
  });

  it('may have headings without heading elements, numbered rows, and dates in cells of their own', () => {
    const row = (n: number) =>
      `<tr><td>${n}</td><td><a href="/${n}">Story number ${n}</a></td><td>2024-01-0${n}</td></tr>`;
    const page = sample(`${prose}<div>热门</div><table>${row(1)}${row(2)}${row(3)}</table>`);
    expect(page.listings[0]?.heading).toBe('热门');
    expect(page.listings[0]?.links.map(({ date }) => date)).toEqual(
      ['01', '02', '03'].map((n) => day(`2024-01-${n}`)),
    );
  });

  it('are neither navigation nor the references of the article', () => {
    const links = ['/a', '/b', '/c']
      .map((href) => `<li><a href="${href}">Somewhere ${href}</a></li>`)
      .join('');
    const page = sample(
      `<nav><h4>Sections</h4><ul>${links}</ul></nav><article>${prose}<h2>References</h2><ul>${links}</ul>${prose}</article>`,
    );
    expect(page.contentText).toContain('References');
    expect(page.listings).toEqual([]);
  });
});
