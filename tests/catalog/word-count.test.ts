import { countWords, readingMinutes } from '../../src/catalog/word-count.js';

describe('countWords', () => {
  it.each([
    ['', 'en', 0],
    ['— … !', 'en', 0],
    ["It's 3.5 times state-of-the-art, isn’t it?", 'en', 6],
    ['第一，规范化建设。', 'zh-CN', 7],
    ['iPhone 手机 2024款', 'zh', 5],
    ['東京タワーは高い。人々', 'ja', 10],
    ['안녕하세요 세계', 'ko', 2],
    ['Привет, мир', 'ru', 2],
    ['हिन्दी समाचार', 'hi', 2],
    ['𠀀𠀁', 'zh', 2],
  ])('counts in %j (%s) %d', (text, language, count) => {
    expect(countWords(text, language)).toBe(count);
  });

  it('parts words that are written together by a dictionary', () => {
    expect(countWords('สวัสดีชาวโลก', 'th')).toBeGreaterThan(1);
  });

  it('takes time in proportion to the text', () => {
    expect(countWords('word '.repeat(500_000), 'en')).toBe(500_000);
    expect(countWords('字'.repeat(500_000), 'zh')).toBe(500_000);
  });
});

describe('readingMinutes', () => {
  it.each([
    [0, 'en', 0],
    [1, 'en', 1],
    [2_380, 'en', 10],
    [2_550, 'zh-CN', 10],
    [3_570, 'ja', 10],
    [2_380, 'ko', 10],
  ])('takes %d words in %s as %d minutes', (words, language, minutes) => {
    expect(readingMinutes(words, language)).toBe(minutes);
  });
});
