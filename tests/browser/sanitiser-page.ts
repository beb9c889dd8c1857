/** What runs inside the browser for sanitiser.ts: each function is sent there alone, and can use nothing outside itself. */

/** As much of a browser's objects as is used here: the rest of the tests are written for Node. */
interface PageElement {
  className: string;
  children: Iterable<PageElement>;
  attributes: Iterable<{ name: string; value: string }>;
  namespaceURI: string;
  localName: string;
  nodeName: string;
  innerHTML: string;
  srcdoc: string;
  contentDocument: PageElement | null;
  protocol: string;
  append(child: PageElement): void;
  closest(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  dispatchEvent(event: Event): void;
  focus?(): void;
  click?(): void;
}
declare const document: {
  body: PageElement;
  createElement(name: string): PageElement;
  querySelector(selector: string): PageElement | null;
  addEventListener(
    type: string,
    listener: (event: { target: PageElement; preventDefault(): void }) => void,
  ): void;
};

/** Looks at, re-parses and uses every case; answers with what should not be there. */
export function inspectCases({ cases, events }: { cases: string[]; events: string[] }): string[] {
  const elements = new Set(
    (
      'p div h2 h3 h4 h5 h6 hr pre blockquote figure figcaption ul ol li dl dt dd table caption colgroup col thead ' +
      'tbody tfoot tr th td a abbr b bdi br cite code del dfn em i img ins kbd mark q s samp small strong sub sup time ' +
      'u var wbr ruby rb rt rp'
    ).split(' '),
  );
  const attributes = new Set(
    'href src title rel alt width height datetime start reversed span colspan rowspan scope'.split(' '),
  );
  const problems: string[] = [];
  // A click on a good link would leave the page; on any other the page is to be left, and that is seen.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (link && /^(https?|mailto):$/.test(link.protocol)) event.preventDefault();
  });

  function inspect(box: PageElement): void {
    for (const element of box.querySelectorAll('*')) {
      if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || !elements.has(element.localName)) {
        problems.push(`an element ${element.nodeName}`);
      }
      for (const { name, value } of element.attributes) {
        if (!attributes.has(name)) problems.push(`an attribute ${name}`);
        if (/^(href|src)$/.test(name) && !/^(https?|mailto):$/.test(new URL(value, 'x:').protocol)) {
          problems.push(`an address ${value}`);
        }
      }
    }
  }
  function use(box: PageElement): void {
    for (const element of box.querySelectorAll('*')) {
      for (const type of events) element.dispatchEvent(new Event(type, { cancelable: true }));
      element.focus?.();
      element.click?.();
    }
  }

  const main = document.querySelector('main');
  const boxes = [...(main?.children ?? [])];
  if (boxes.length !== cases.length || boxes.some((box) => box.className !== 'case')) {
    problems.push('it ends outside of the element that it was put in');
  }
  for (const html of cases) {
    const box = document.createElement('div');
    document.body.append(box);
    box.innerHTML = html;
    // Editors and templates parse what a browser has written.
    const again = document.createElement('div');
    document.body.append(again);
    again.innerHTML = box.innerHTML;
    boxes.push(box, again);
  }
  for (const box of boxes) {
    inspect(box);
    use(box);
  }
  return problems;
}

/** Puts each document in a frame of its own, as it is, and uses it. */
export async function provoke({
  documents,
  events,
}: {
  documents: string[];
  events: string[];
}): Promise<void> {
  const frames = documents.map((html) => {
    const frame = document.createElement('iframe');
    frame.srcdoc = html;
    document.body.append(frame);
    return frame;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const frame of frames) {
    for (const element of frame.contentDocument?.querySelectorAll('*') ?? []) {
      for (const type of events) element.dispatchEvent(new Event(type));
      element.click?.();
    }
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}
