/** Random numbers that are the same for the same keys. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number, both bounds included. */
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** A stream of its own for each combination of keys, so that any record can be made without those before it. */
export function randomFor(...keys: number[]): Random {
  let state = keys.reduce((hash, key) => mix(hash ^ mix(key + 0x9e3779b9)), 0);
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return { next, between, pick: (items) => items[between(0, items.length - 1)] as never };
}

/** The finalizer of MurmurHash3 for 32 bits (Austin Appleby): every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export type BenchLanguage = 'zh' | 'en';

const words: Record<BenchLanguage, readonly string[]> = {
  zh: (
    '今年 城市 农村 交通 能源 环境 保护 气候 变化 数据 网络 平台 软件 芯片 算法 模型 研究 大学 学生 教师 医院 健康 药品 ' +
    '食品 安全 法律 案件 法院 调查 结果 表示 认为 显示 增长 下降 亿元 投资 银行 股票 基金 项目 设计 开放 合作 国际 会议 ' +
    '协议 政策 改革 创新 工业 农业 旅游 体育 比赛 球队 音乐 电影 艺术 作品 读书 家庭 儿童 工作 就业 收入 消费 价格 物流 ' +
    '航空 铁路 汽车 电池 卫星 空间 海洋 河流 森林 物理 化学 数学 语言 历史 记者 新闻 社会 文化 公司 市场 已经 正在 继续 将'
  ).split(' '),
  en: (
    'the of and to in for with after report market company city network data model system study student teacher hospital ' +
    'health climate energy water river forest ocean bridge railway airport vehicle battery engine satellite moon science ' +
    'history culture music film book reader language school court judge policy budget bank credit price growth record ' +
    'investor share trade export factory worker family farmer harvest food medicine doctor trial evidence method theory ' +
    'machine software memory server protocol signal camera screen archive election council treaty design measure explain ' +
    'announce expect reject launch delay expand reduce improve replace early late modern public major rapid quiet northern'
  ).split(' '),
};

const familyNames = [...'王李张刘陈杨赵黄周吴'];
const givenNames = [...'伟芳娜敏静丽强磊军洋'];
const firstNames = 'Ada Ben Clara David Elena Frank Grace Henry Iris Jonas'.split(' ');
const lastNames = 'Abbott Baker Carter Diaz Evans Foster Garcia Hughes Ito Jensen'.split(' ');

/** A few words that read like a headline; Chinese ones are up to twice as wide as a sidebar. */
export function headlineOf(random: Random, language: BenchLanguage): string {
  const chosen = Array.from({ length: random.between(5, 12) }, () => random.pick(words[language]));
  return language === 'zh' ? chosen.join('') : capitalized(chosen.join(' '));
}

/** The name of a source or category. */
export function nameOf(random: Random, language: BenchLanguage): string {
  const chosen = [random.pick(words[language]), random.pick(words[language])];
  return language === 'zh' ? chosen.join('') : chosen.map(capitalized).join(' ');
}

export function authorOf(random: Random, language: BenchLanguage): string {
  return language === 'zh'
    ? random.pick(familyNames) + random.pick(givenNames)
    : `${random.pick(firstNames)} ${random.pick(lastNames)}`;
}

/** Sentences drawn from a pool made once: composing each anew would take most of the time of a large corpus. */
export function sentencePool(seed: number, language: BenchLanguage): readonly string[] {
  return Array.from({ length: 2_000 }, (_, index) => sentenceOf(randomFor(seed, index), language));
}

function sentenceOf(random: Random, language: BenchLanguage): string {
  const chosen = Array.from({ length: random.between(8, 18) }, () => random.pick(words[language]));
  const comma = random.between(3, 6);
  if (language === 'zh') {
    const text = `${chosen.slice(0, comma).join('')}，${chosen.slice(comma).join('')}`;
    return random.next() < 0.1 ? `“${text}。”` : `${text}。`;
  }
  const text = capitalized(`${chosen.slice(0, comma).join(' ')}, ${chosen.slice(comma).join(' ')}`);
  return random.next() < 0.1 ? `"${text}."` : `${text}.`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
