import iconv from 'iconv-lite';
import { decodeText } from '../../src/feeds/decode.js';

const chinese = '中国证监会发布新规，自七月一日起施行。';

function rss(title: string, encoding?: string): string {
  const declaration = encoding ? ` encoding="${encoding}"` : '';
  return `<?xml version="1.0"${declaration}?><rss><channel><title>${title}</title></channel></rss>`;
}

describe('decodeText', () => {
  it('takes a byte order mark before anything else', () => {
    const bytes = iconv.encode(rss('é', 'iso-8859-1'), 'utf-16le', { addBOM: true });
    expect(decodeText(bytes, { contentType: 'text/xml; charset=gbk' })).toEqual({
      text: rss('é', 'iso-8859-1'),
      encoding: 'utf-16le',
    });
  });

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'recognises %s without a byte order mark',
    (encoding) => {
      const bytes = iconv.encode(rss(chinese), encoding, { addBOM: false });
      expect(decodeText(bytes)).toEqual({ text: rss(chinese), encoding });
    },
  );

  it('prefers the charset of the Content-Type to the declaration', () => {
    const bytes = iconv.encode(rss('Привет, мир', 'koi8-r'), 'windows-1251');
    const decoded = decodeText(bytes, { contentType: 'text/xml; charset="windows-1251"', kind: 'xml' });
    expect(decoded.text).toContain('Привет, мир');
  });

  it.each([
    ['gb2312', 'gbk', chinese],
    ['Big5', 'big5', '中國證監會發布新規'],
    ['EUC-JP', 'euc-jp', 'さらなる防寒対策'],
    ['IBM855', 'ibm855', 'Форумы'],
    ['MacCyrillic', 'maccyrillic', 'Новости'],
    ['iso-8859-1', 'windows-1252', '“naïve” €'],
  ])('reads a declared %s', (label, encoding, title) => {
    const bytes = iconv.encode(rss(title, label), encoding);
    expect(decodeText(bytes, { kind: 'xml' })).toEqual({ text: rss(title, label), encoding });
  });

  it('reads what gb2312 lacks as GBK, and what GBK lacks as GB18030', () => {
    const bytes = iconv.encode(rss('朱镕基 𠮷', 'gb2312'), 'gb18030');
    expect(decodeText(bytes, { kind: 'xml' }).text).toContain('朱镕基 𠮷');
  });

  it('reads the declaration of a page, but not one that is commented out or belongs to an embedded page', () => {
    const page = `<!-- <meta charset="koi8-r"> --><meta http-equiv="Content-Type" content="text/html; charset=gb2312">${chinese}`;
    expect(decodeText(iconv.encode(page, 'gbk'), { kind: 'html' }).text).toBe(page);
    const feed = `<rss><![CDATA[<meta charset="windows-1251">]]>${chinese}</rss>`;
    expect(decodeText(iconv.encode(feed, 'gbk'), { kind: 'xml' }).text).toBe(feed);
  });

  it('does not believe a declaration that the bytes contradict', () => {
    for (const label of ['gb2312', 'iso-8859-1', 'us-ascii', 'utf-16', 'no-such-charset', 'base64']) {
      expect(decodeText(Buffer.from(rss(chinese, label)), { kind: 'xml' })).toEqual({
        text: rss(chinese, label),
        encoding: 'utf-8',
      });
    }
    const gbk = iconv.encode(rss(chinese.repeat(3), 'utf-8'), 'gbk');
    expect(decodeText(gbk, { contentType: 'text/xml; charset=utf-8', kind: 'xml' }).text).toContain(chinese);
  });

  it('keeps a true declaration although a character is damaged', () => {
    const bytes = Buffer.from(rss(chinese.repeat(20), 'utf-8'));
    const cut = Buffer.concat([bytes.subarray(0, 100), bytes.subarray(101)]);
    expect(decodeText(cut, { kind: 'xml' }).encoding).toBe('utf-8');
    expect(decodeText(cut, { kind: 'xml' }).text).toContain(chinese);
  });

  it.each([
    ['gbk', chinese],
    ['euc-kr', '한국어로 쓴 기사 제목입니다'],
    ['shift_jis', 'さらなる防寒対策をして出かけました'],
    ['koi8-r', 'Сегодня в Москве прошла встреча министров'],
    ['windows-1255', 'הכותרת הראשית של העיתון היום בבוקר'],
  ])('detects an undeclared %s', (encoding, text) => {
    expect(decodeText(iconv.encode(rss(text), encoding), { kind: 'xml' }).text).toBe(rss(text));
  });

  it('never fails', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' });
    expect(typeof decodeText(Uint8Array.of(0xff, 0x00, 0xfe, 0x81)).text).toBe('string');
  });
});
