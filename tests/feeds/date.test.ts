import { formatSourceDate, parseSourceDate } from '../../src/feeds/date.js';

function read(text: string, timeZone?: string): string | undefined {
  const date = parseSourceDate(text, { timeZone });
  return date && formatSourceDate(date);
}

describe('parseSourceDate', () => {
  it.each([
    ['Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['Thu, 01 Jan 04 19:48 EST', '2004-01-02T00:48:00Z'],
    ['Thursday, 01-Jan-04 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['Fri,24 Nov 2023 18:28:36 -0000', '2023-11-24T18:28:36Z'],
    ['Mon, 13 Feb, 2012 06:28:00 +0530 (IST)', '2012-02-13T00:58:00Z'],
    ['Sun Jan  4 16:29:06 2004', '2004-01-04T16:29:06Z'],
    ['Thu Aug 30 17:26:16 EDT 2012', '2012-08-30T21:26:16Z'],
    ['2003-12-31T10:14:55.1234Z', '2003-12-31T10:14:55.123Z'],
    ['2007-04-23T23:25:47.50+10:00', '2007-04-23T13:25:47.5Z'],
    ['1700000000123', '2023-11-14T22:13:20.123Z'],
    ['20031231T101455Z', '2003-12-31T10:14:55Z'],
    ['2004-07-08 23:56:58 -00:20', '2004-07-09T00:16:58Z'],
    ['2018-07-31 16:49:00 Europe/London', '2018-07-31T15:49:00Z'],
    ['Mon, 01 March 2021 10:00:00 UTC+8', '2021-03-01T02:00:00Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2003-12-31T24:00:00Z', '2004-01-01T00:00:00Z'],
    ['6/30/2018 12:05:00 AM', '2018-06-30T00:05:00Z'],
    ['30.6.2018 14:05', '2018-06-30T14:05:00Z'],
    ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00Z'],
    ['mar, 16 de diciembre de 2014 10:00', '2014-12-16T10:00:00Z'],
    ['2004년 05월 28일  01:31:15', '2004-05-27T16:31:15Z'],
    ['2024年5月3日 下午3:05', '2024-05-03T15:05:00Z'],
    ['1700000000', '2023-11-14T22:13:20Z'],
  ])('reads %s', (text, expected) => expect(read(text)).toBe(expected));

  it('reads a time without zone where its source is, in summer and in winter', () => {
    expect(read('2024-07-01 12:00:00', 'Asia/Shanghai')).toBe('2024-07-01T04:00:00Z');
    expect(read('Mon, 01 Jul 2024 12:00:00', 'Europe/Berlin')).toBe('2024-07-01T10:00:00Z');
    expect(read('Mon, 01 Jan 2024 12:00:00', 'Europe/Berlin')).toBe('2024-01-01T11:00:00Z');
    expect(read('Mon, 01 Jul 2024 12:00:00 +0000', 'Europe/Berlin')).toBe('2024-07-01T12:00:00Z');
  });

  it('takes CST for China Standard Time in Asia only', () => {
    expect(read('Mon, 01 Jul 2024 12:00:00 CST')).toBe('2024-07-01T18:00:00Z');
    expect(read('Mon, 01 Jul 2024 12:00:00 CST', 'Asia/Shanghai')).toBe('2024-07-01T04:00:00Z');
  });

  it('keeps the offset that is stated or that of the zone, but not that of UTC', () => {
    const offset = (text: string, timeZone?: string) => parseSourceDate(text, { timeZone })?.offset;
    expect(offset('2024-07-01T12:00:00+05:30', 'Asia/Shanghai')).toBe(330);
    expect(offset('Mon, 01 Jul 2024 12:00:00 EDT')).toBe(-240);
    expect(offset('2024-07-01 12:00', 'Europe/Berlin')).toBe(120);
    expect(offset('2024-01-01 12:00', 'Europe/Berlin')).toBe(60);
    expect(offset('1900-01-01 12:00', 'Asia/Shanghai')).toBe(486); // 8:05:43
    for (const zone of ['Z', '+00:00', ' GMT'])
      expect(parseSourceDate(`2024-07-01T12:00:00${zone}`, { timeZone: 'Asia/Shanghai' })).toStrictEqual({
        at: Date.UTC(2024, 6, 1, 12),
        precision: 'SECOND',
      });
    for (const text of ['2024-07-01 12:00', '1719835200', '2024-07-01'])
      expect(parseSourceDate(text)).not.toHaveProperty('offset');
  });

  it.each([
    '2024-05-13',
    '20240513',
    '2024-134',
    'Mon, 13 May 2024',
    'May 13th, 2024',
    '13. Mai 2024',
    '2024年5月13日',
  ])('leaves %s a date, whatever the zone', (text) => {
    const expected = { at: Date.UTC(2024, 4, 13), precision: 'DAY' };
    expect(parseSourceDate(text, { timeZone: 'Asia/Shanghai' })).toStrictEqual(expected);
    expect(parseSourceDate(text, { timeZone: 'America/Los_Angeles' })).toStrictEqual(expected);
  });

  it('believes no time that is to come, in whatever zone it is written', () => {
    const now = Date.UTC(2024, 4, 13, 12);
    expect(parseSourceDate('2024-05-13T12:00:00Z', { now })).toBeDefined();
    expect(parseSourceDate('2024-05-13T20:00:00+08:00', { now })).toBeDefined();
    expect(parseSourceDate('2024-05-13 20:00', { now, timeZone: 'Asia/Shanghai' })).toBeDefined();
    expect(parseSourceDate('2024-05-13T12:00:01Z', { now })).toBeUndefined();
    expect(parseSourceDate('2024-05-13 20:00', { now })).toBeUndefined();
    expect(parseSourceDate('2124-05-13', { now })).toBeUndefined();
  });

  it('believes a day as soon as it has begun somewhere', () => {
    expect(parseSourceDate('2024-05-14', { now: Date.UTC(2024, 4, 13, 10) })).toBeDefined();
    expect(parseSourceDate('2024-05-14', { now: Date.UTC(2024, 4, 13, 9, 59) })).toBeUndefined();
  });

  it.each([
    '',
    'yesterday',
    '22013',
    '2024-02-30',
    '2013-xx-27',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    'Sun, 16 Dec 2012 1:2:3:4 GMT',
    'Sun, 16 zzz 2012 11:47:32 GMT',
    'Sun, 16 Dec 2012 25:47:32 GMT',
    'Sun, 16 Dec 2012 11:47:32 +00:zz',
    '2003-12-31T23:59:59-99:99',
  ])('finds no date in "%s"', (text) => expect(parseSourceDate(text)).toBeUndefined());
});
