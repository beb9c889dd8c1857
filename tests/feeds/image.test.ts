import { imageOf } from '../../src/feeds/image.js';
import { parseXml } from '../../src/feeds/xml.js';

function image(xml: string) {
  const namespaces =
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"';
  const item = parseXml(`<item ${namespaces}>${xml}</item>`, 'http://a.example/');
  return item && imageOf(item);
}

describe('imageOf', () => {
  it.each([
    ['<media:group><media:content medium="image" url="/1.jpg"/></media:group>', 'http://a.example/1.jpg'],
    [
      '<media:content type="video/mp4" url="/v.mp4"><media:thumbnail url="/2.jpg"/></media:content>',
      'http://a.example/2.jpg',
    ],
    [
      '<enclosure type="audio/mpeg" url="/a.mp3"/><enclosure type="image/png" url="/3.png"/>',
      'http://a.example/3.png',
    ],
    ['<link rel="enclosure" type="image/png" href="/4.png"/>', 'http://a.example/4.png'],
    ['<itunes:image href="/5.jpg"/>', 'http://a.example/5.jpg'],
  ])('finds it in %s', (xml, url) => expect(image(xml)?.url).toBe(url));

  it('keeps what is said of it', () => {
    const xml =
      '<media:content medium="image" url="/1.jpg" width="640" height="480px"><media:title>A ship</media:title></media:content>';
    expect(image(xml)).toEqual({ url: 'http://a.example/1.jpg', alt: 'A ship', width: 640, height: 480 });
  });

  it('finds none where there is none', () =>
    expect(image('<enclosure type="audio/mpeg" url="/a.mp3"/>')).toBeUndefined());
});
