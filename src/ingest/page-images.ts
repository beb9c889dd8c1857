import { type PageDocument, type PageElement, webUrl } from './page-dom.js';

/** Where sites keep the address of an image that their scripts load when it comes into view. */
const lazyNames = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-lazy',
  'data-actualsrc',
  'data-original-src',
  'data-hi-res-src',
  'data-echo',
  'data-image',
  'data-url',
  '_src',
];
const lazySetNames = ['data-srcset', 'data-lazy-srcset', 'data-original-set'];

/** Pictures that stand in until the real one is loaded. */
const placeholder =
  /^(?:data:|about:|#|$)|(?:^|[/_-])(?:blank|spacer|placeholder|loading|lazy(?:load)?|transparent|pixel|grey|1x1|px)\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)/i;

/** Gives every image the address at which it can be loaded without scripts: the largest one that it offers. */
export function loadImages(document: PageDocument, base?: string): void {
  for (const image of [...document.querySelectorAll('amp-img, amp-anim')]) {
    const plain = document.createElement('img');
    for (const name of ['src', 'srcset', 'alt', 'width', 'height']) {
      const value = image.getAttribute(name);
      if (value) plain.setAttribute(name, value);
    }
    image.after(plain);
    image.remove();
  }
  for (const image of document.querySelectorAll('img')) {
    const address = imageAddress(image, base);
    if (address) image.setAttribute('src', address);
  }
}

function imageAddress(image: PageElement, base: string | undefined): string | undefined {
  const shown = image.getAttribute('src') ?? '';
  const isStandIn = placeholder.test(shown.slice(0, 2000).trim());
  const lazy = lazyNames.map((name) => image.getAttribute(name)).find((value) => value && isAddress(value));
  const sets = [image, ...sourcesOf(image)].flatMap((element) =>
    ['srcset', ...lazySetNames].map((name) => largest(element.getAttribute(name))),
  );
  const found = lazy ?? (isStandIn ? sets.find(Boolean) : undefined);
  return found && webUrl(found, base);
}

/** Some of these attributes hold other things elsewhere. */
function isAddress(value: string): boolean {
  return (
    value.length <= 4096 &&
    /^(?:https?:|\.{0,2}\/|[\w%-][\w%./-]*\.(?:jpe?g|png|gif|webp|avif)\b)/i.test(value)
  );
}

function sourcesOf(image: PageElement): Iterable<PageElement> {
  const parent = image.parentElement;
  return parent?.localName === 'picture' ? parent.querySelectorAll('source') : [];
}

/** The candidate of the largest width or density in a `srcset` (HTML standard, section 4.8.4.2.1). */
export function largest(set: string | null): string | undefined {
  const candidates = imageCandidates(set ?? '');
  return candidates.sort((a, b) => b.size - a.size)[0]?.address;
}

/** The candidates of a `srcset`; at most a hundred. */
export function imageCandidates(set: string): { address: string; descriptor: string; size: number }[] {
  const form = /[\s,]*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+[wxh]))?(?=\s*,|\s*$)/g;
  return [...set.slice(0, 20_000).matchAll(form)].slice(0, 100).map(([, address = '', descriptor = '']) => ({
    address,
    descriptor,
    size: Number.parseFloat(descriptor) || 1,
  }));
}
