import { chineseProse, prose, sample } from './page-sample.js';

describe('the furniture of a page', () => {
  it.each([
    ['<a href="#c">Skip to content</a>', /skip/i],
    ['<p><a href="#">Share on Facebook</a> <a href="#">Tweet</a></p>', /share|tweet/i],
    ['<p><a href="#">分享到微信</a> <a href="#">打印</a></p>', /分享|打印/],
    ['<p>（责任编辑：张三）</p>', /责任编辑/],
    ['<p>1 2 3 下一页</p>', /下一页/],
    [
      '<h4>相关推荐</h4><p><a href="/1">别处的文章一</a></p><p><a href="/2">别处的文章二</a></p><p><a href="/3">别处的文章三</a></p>',
      /别处|推荐/,
    ],
  ])('%s is no text', (markup, words) => {
    expect(sample(`<div>${chineseProse}${markup}${chineseProse}</div>`).contentText).not.toMatch(words);
  });

  it('does not take sentences for it', () => {
    const lines = [
      'Facebook said on Tuesday that it would comply.',
      'Print is dead',
      'Share prices fell.',
      '打印机怎样选购',
      '分享到这里，大家都累了。',
    ];
    const page = sample(`<div>${prose}${lines.map((line) => `<p>${line}</p>`).join('')}${prose}</div>`);
    for (const line of lines) expect(page.contentText).toContain(line);
  });

  it('leaves headline, byline and date out of the beginning of the text', () => {
    const page = sample(
      `<div><h3>The fair returns</h3><p>By Ann Lee</p><p>3 March 2021</p><p>来源：网络 浏览：3次</p><p>A short standfirst</p>${prose}</div>`,
      {
        head: '<title>The fair returns</title><meta name="author" content="Ann Lee">',
      },
    );
    expect(page.contentText).toMatch(/^A short standfirst\n\nThe council met/);
  });
});
