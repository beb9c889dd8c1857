import { dateInText, dateInUrl, relativeDateInText } from '../../src/ingest/page-date-text.js';

describe('dateInText', () => {
  it.each([
    ['发布时间：2022-10-21　来源：网络转载', '2022-10-21'],
    ['2022年10月1日 09:05 新华网', '2022-10-1 09:05'],
    ['发布日期:2024-05-13', '2024-05-13'],
    ['发布日期：二〇二四年五月十三日', '2024-5-13'],
    ['二零一九年十二月三十一日 10:20', '2019-12-31 10:20'],
    ['２０２４年５月１３日', '2024-5-13'],
    ['民國113年5月13日 09:05', '2024-5-13 09:05'],
    ['2022/10/21 下午 3:20', '2022-10-21 下午 3:20'],
    ['Posted on March 3, 2021 at 4:05 pm by Ann', 'March 3, 2021 4:05 pm'],
    ['am 5. Februar 2022', '5. Februar 2022'],
    ['Stand: 05.02.2022, 10:15', '05.02.2022 10:15'],
    ['12/16/2016', '2016-12-16'],
    ['version 1.2.3 of 4 parts', undefined],
    ['call 2022-55-1234 today', undefined],
  ])('finds the date in %s', (text, date) => {
    expect(dateInText(text)).toBe(date);
  });

  it('reads slashes by the language', () => {
    expect(dateInText('03/04/2022', 'en-US')).toBe('2022-03-04');
    expect(dateInText('03/04/2022', 'fr')).toBe('2022-04-03');
  });
});

describe('relativeDateInText', () => {
  const now = Date.parse('2024-05-13T20:00:00Z');

  it.each([
    ['昨天 10:20', '2024-05-13 10:20'],
    ['今天', '2024-05-14'],
    ['3小时前', '2024-05-14'],
    ['5天前 来源：网络', '2024-05-09'],
    ['Yesterday, 10:20', '2024-05-13 10:20'],
    ['23 hours ago', '2024-05-13'],
    ['three lamps', undefined],
  ])('counts back to %s in the zone of the source', (text, date) => {
    expect(relativeDateInText(text, { now, timeZone: 'Asia/Shanghai' })).toBe(date);
  });

  it('knows no day without a present', () => {
    expect(relativeDateInText('昨天', {})).toBeUndefined();
  });
});

describe('dateInUrl', () => {
  it.each([
    ['http://a.example/202210/t20221021_11213004.html', '2022-10-21'],
    ['http://a.example/2022/10/21/story', '2022-10-21'],
    ['http://a.example/a/202311/17/WS1.html', '2023-11-17'],
    ['http://a.example/2022-10/21/c_1.htm', '2022-10-21'],
    ['http://20221021.example/story', undefined],
    ['http://a.example/news/1521513101', undefined],
    ['http://a.example/web/20140226054445/http://b.example/2013/08/07/x', '2013-08-07'],
    [undefined, undefined],
  ])('finds the date in %s', (url, date) => {
    expect(dateInUrl(url)).toBe(date);
  });
});
