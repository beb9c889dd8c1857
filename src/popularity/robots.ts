import { createIsBotFromList, findBotPatterns, list } from 'isbot';

/**
 * Names under which readers come: mobile apps over their HTTP stacks, back ends of portals that pass views on, and
 * in-app browsers. Some patterns of `isbot` count them as robots, because they are no desktop browser, because the
 * name of an app has "news" in it, or because a browser is made by a search company.
 */
const readers = [
  'PortalNews/312 CFNetwork/1496.0.7 Darwin/23.5.0',
  'PortalNews/5.1 (Android 14; Pixel 8) okhttp/4.12.0',
  'PortalNews/2.3 (com.example.portal; build:77; iOS 17.5.0) Alamofire/5.9.1',
  'Portal/1.0 (Android)',
  'Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A.240205.004)',
  'Dart/3.4 (dart:io)',
  'okhttp/4.12.0',
  'ktor-client',
  'node',
  'undici',
  'axios/1.7.2',
  'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
  'got (https://github.com/sindresorhus/got)',
  'python-requests/2.32.3',
  'python-httpx/0.27.0',
  'Python-urllib/3.12',
  'Python/3.12 aiohttp/3.9.5',
  'Go-http-client/2.0',
  'Java-http-client/17.0.11',
  'Apache-HttpClient/4.5.14 (Java/17.0.11)',
  'PHP/8.3.8',
  'GuzzleHttp/7',
  'Symfony HttpClient/Curl',
  'RestSharp/111.2.0.0',
  'Ruby',
  'curl/8.8.0',
  'Mozilla/5.0 (Linux; Android 13; V2185A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/87.0.4280.141 Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/6.12.7',
];

/** An address to read about the crawler, as most of them give one; two HTTP libraries give their own. */
const address = String.raw`https?://(?!github\.com/[\w.-]+/(?:node-fetch|got)\b)`;

const mistaken = new Set(readers.flatMap((userAgent) => findBotPatterns(userAgent)));
const isBot = createIsBotFromList([...list.filter((pattern) => !mistaken.has(pattern)), address]);

/**
 * True for the user agent of a program that says it reads on nobody's behalf: a crawler, a link preview, a monitor,
 * a browser without a screen. The patterns are those of `isbot`, less those that take an HTTP library or an app for
 * a robot. An absent user agent is none.
 */
export function isRobot(userAgent: string | undefined): boolean {
  return isBot(userAgent);
}
