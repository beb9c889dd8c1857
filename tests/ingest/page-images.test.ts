import { largest } from '../../src/ingest/page-images.js';
import { prose, sample } from './page-sample.js';

const imageIn = (markup: string) =>
  /<img[^>]*\ssrc="([^"]*)"/.exec(
    sample(`<article>${prose}<p>${markup}</p>${prose}</article>`).contentHtml,
  )?.[1];

describe('the images of a page', () => {
  it.each([
    ['a reference', '<img src="../a.jpg">', 'http://www.portal.example/a.jpg'],
    ['what a script would load', '<img src="/blank.gif" data-original="/b.jpg">', '/b.jpg'],
    ['what a script would load from elsewhere', '<img data-src="//cdn.example/b">', 'http://cdn.example/b'],
    ['the largest candidate', '<img srcset="/s.jpg 320w, /l.jpg 1280w, /m.jpg 640w">', '/l.jpg'],
    [
      'the sources of a picture',
      '<picture><source srcset="/x.webp 1x, /y.webp 2x"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></picture>',
      '/y.webp',
    ],
    ['an AMP image', '<amp-img src="/amp.jpg" width="6" height="4"></amp-img>', '/amp.jpg'],
    ['no other data', '<img src="/a.jpg" data-url="not an address">', '/a.jpg'],
    ['the image itself though a smaller one is offered', '<img src="/a.jpg" srcset="/s.jpg 320w">', '/a.jpg'],
  ])('have the address of %s', (_, markup, address) => {
    expect(imageIn(markup)).toBe(new URL(address, 'http://www.portal.example').href);
  });

  it('are chosen by width or density, whatever the address holds', () => {
    expect(largest('/a,b.jpg 1x,\n /c.jpg?w=1,2 2x')).toBe('/c.jpg?w=1,2');
    expect(largest('/only.jpg')).toBe('/only.jpg');
    expect(largest('')).toBeUndefined();
  });
});
