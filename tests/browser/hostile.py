"""Model text that wants something else than to be read. `CANARY` in it stands for the address of the server that counts.

Each sample says a word of its own, its name in capitals, which must be readable wherever the sample is shown. `SETTLED`
ones leave nothing open and can stand in one message; after one of `OPEN` everything is code, a quotation, or a formula.
`HEAVY` ones are small to send and large to show.
"""

import re

RUNS = "window.seized=1"  # what a script of theirs would do
_ZERO = "\u200b\u200c\u200d\ufeff\u2060"

SETTLED: dict[str, str] = {
    # pictures
    "picture": "![PICTURE](http://CANARY/picture.png)",
    "picture-title": '![PICTURETITLE](http://CANARY/title.png "a title")',
    "picture-angle": "![PICTUREANGLE](<http://CANARY/angle.png>)",
    "picture-reference": "![PICTUREREFERENCE][pic]\n\n[pic]: http://CANARY/reference.png 'x'",
    "picture-collapsed": "![PICTURECOLLAPSED][]\n\n[PICTURECOLLAPSED]: http://CANARY/collapsed.png",
    "picture-shortcut": "![PICTURESHORTCUT]\n\n[PICTURESHORTCUT]: <http://CANARY/shortcut.png>",
    "picture-in-link": "[![PICTUREINLINK](http://CANARY/inner.png)](http://CANARY/outer)",
    "picture-relative": "![PICTURERELATIVE](//CANARY/relative.png)",
    "picture-data": "![PICTUREDATA](data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%3E%3Cimage%20href="
    "'http://CANARY/data.png'/%3E%3C/svg%3E)",
    "picture-escaped": "\\![PICTUREESCAPED](http://CANARY/e.png) \\\\![x](http://CANARY/e2.png) !\\[x](http://CANARY/e3)",
    "picture-entity": "&#33;[PICTUREENTITY](http://CANARY/ent.png) !&#91;x](http://CANARY/ent2.png) &excl;[x](//CANARY)",
    "picture-broken": "!\n[PICTUREBROKEN](http://CANARY/broken.png) ! [x](http://CANARY/broken2.png) !\u200b[x](//CANARY)",
    "picture-in-table": "| PICTUREINTABLE | b |\n|---|---|\n| ![x](http://CANARY/table.png) | `![y](http://CANARY/t2.png)` |",
    "picture-in-heading": "## PICTUREINHEADING ![x](http://CANARY/heading.png)\n\n![x](http://CANARY/setext.png)\n===",
    "picture-in-list": "- PICTUREINLIST\n  - ![x](http://CANARY/list.png)\n    > ![x](http://CANARY/quote.png)",
    "picture-in-code": "`![PICTUREINCODE](http://CANARY/code.png)`\n\n```\n![x](http://CANARY/fence.png)\n```",
    "picture-multiline": "![PICTURE\nMULTILINE](\nhttp://CANARY/multi.png\n)",
    "picture-note": "PICTURENOTE[^n]\n\n[^n]: ![x](http://CANARY/note.png)",
    "picture-host-letters": "![PICTUREHOSTLETTERS](http:\\/\\/CANARY/esc.png) ![x](http&colon;//CANARY/colon.png)",
    # HTML
    "html-img": "<img src=http://CANARY/img.png>HTMLIMG",
    "html-onerror": f"HTMLONERROR <img src=x onerror=\"{RUNS};fetch('http://CANARY/onerror')\">",
    "html-script": f"HTMLSCRIPT <script>{RUNS}</script><script src=http://CANARY/a.js></script>",
    "html-iframe": "HTMLIFRAME <iframe src=http://CANARY/frame srcdoc='<img src=http://CANARY/doc>'></iframe>",
    "html-svg": f"<svg onload={RUNS}><image href=http://CANARY/svg.png /><use href=http://CANARY/u.svg#a /></svg>HTMLSVG",
    "html-style": "HTMLSTYLE <style>@import url(http://CANARY/style.css); p{background:url(http://CANARY/bg.png)}</style>",
    "html-link": "HTMLLINK <link rel=preload as=image href=http://CANARY/preload><link rel=preconnect href=//CANARY>",
    "html-meta": "HTMLMETA <meta http-equiv=refresh content='0;url=http://CANARY/refresh'>",
    "html-form": f"HTMLFORM <form action=http://CANARY/form><button formaction=javascript:{RUNS}>go</button></form>",
    "html-media": "HTMLMEDIA <video poster=http://CANARY/poster src=http://CANARY/v></video><audio src=//CANARY/a></audio>",
    "html-object": "HTMLOBJECT <object data=http://CANARY/object></object><embed src=http://CANARY/embed>",
    "html-base": "HTMLBASE <base href=http://CANARY/>",
    "html-math": f"HTMLMATH <math><maction actiontype=statusline xlink:href=javascript:{RUNS}>x</maction></math>",
    "html-comment": "HTMLCOMMENT <!-- --><img src=http://CANARY/comment.png><!-- -->",
    "html-block": "<div style='background:url(http://CANARY/div.png)'>\n\nHTMLBLOCK ![x](http://CANARY/block.png)\n\n</div>",
    "html-details": "<details open ontoggle=window.seized=1><summary>HTMLDETAILS</summary><picture><source"
    " srcset=http://CANARY/set></picture></details>",
    "html-case": "HTMLCASE <ImG/SrC=http://CANARY/case.png> <img\tsrc=http://CANARY/tab> <img\nsrc=http://CANARY/line>",
    "html-unclosed": "HTMLUNCLOSED <img src='http://CANARY/open.png",
    "html-entities": "HTMLENTITIES &lt;img src=http://CANARY/lt.png&gt; &#60;img src=x onerror=window.seized=1&#62;",
    "html-cdata": "HTMLCDATA <![CDATA[<img src=http://CANARY/cdata.png>]]> <?php x ?> <!DOCTYPE html>",
    "html-few": "HTMLFEW <br onclick=window.seized=1> a:<br>{.x} <sub>![x](http://CANARY/sub.png) :red[x]</sub> <sup onload=x>"
    "y</sup> <sup>[z](http://CANARY/z) :material/home: *w</sup>* <BR/> | <sub>`![x](http://CANARY/code.png)`</sub>",
    # links
    "link": "[LINK](http://CANARY/link 'title')",
    "link-lies": "[LINKLIES https://bank.example/login](http://CANARY/lie) and [bank.example](http://CANARY/lie2)",
    "link-auto": "LINKAUTO <http://CANARY/auto> http://CANARY/bare www.canary.example someone@canary.example",
    "link-script": f"[LINKSCRIPT](javascript:{RUNS}) [b](JaVaScRiPt:{RUNS}) [c](<java\tscript:{RUNS}>) [d](&#106;avascript:a)",
    "link-script-entities": f"[LINKSCRIPTENTITIES](&#x6A;avascript&colon;{RUNS}) [e](java&#10;script:{RUNS}) [f](\x01javascript:a)",
    "link-data": "[LINKDATA](data:text/html,<script>window.seized=1</script>) [b](data:text/html;base64,PHNjcmlwdD4=)",
    "link-vbscript": "[LINKVBSCRIPT](vbscript:msgbox(1)) [b](file:///etc/passwd) [c](ftp://CANARY/x) [d](blob:http://CANARY/x)",
    "link-relative": "[LINKRELATIVE](/injection) [b](?chat=x) [c](//CANARY/x) [d](../x) [e](#top) [f](x:y)",
    "link-user": "[LINKUSER](http://bank.example@CANARY/u) http://bank.example@CANARY/u2 [c](http://a\\@CANARY) http\\://a@CANARY/x",
    "link-odd-hosts": "[LINKODDHOSTS](http://2130706433/) [b](http://0x7f.1/) [c](http://[::1]/) [d](http://a%2eb/) [e](http:CANARY)",
    "link-homograph": "[LINKHOMOGRAPH](https://b\u0430nk.example/) https://b\u0430nk.example/x [c](https://ｂank.example)",
    "link-reference": "[LINKREFERENCE][ref] [ref] [ref][]\n\n[ref]: http://CANARY/ref 'title'",
    "link-definition": "[LINKDEFINITION]: javascript:window.seized=1\n\n[LINKDEFINITION]",
    "link-with-code": "[`LINKWITHCODE`](http://CANARY/c`ode) `](http://CANARY/x)` [a`](http://CANARY/y)`",
    "link-nested": "[a [LINKNESTED](http://CANARY/in) b](http://CANARY/out) [[x]](http://CANARY/two) [y](http://CANARY/(a(b)))",
    "link-order": "[LINKORDER \u202egro.elpmaxe\u202c](http://CANARY/order) \u2067x\u2069",
    "link-attributes": "[LINKATTRIBUTES](http://CANARY/a){target=_top onclick=window.seized=1}[x]{y}",
    "link-across": "[LINK\nACROSS](http://CANARY/across) [a\n\nb](http://CANARY/x) [a | b](http://CANARY/y)",
    "link-note": "LINKNOTE[^1] and ^[inline http://CANARY/i]\n\n[^1]: see [x](javascript:window.seized=1)",
    # Streamlit's own directives, icons and emoji
    "directive": ":red[DIRECTIVE] :blue-background[b] :small[c] :red-badge[d] :help[e] :shimmer[f] :rainbow[g]",
    "directive-color": ':color[DIRECTIVECOLOR]{foreground="red" background="url(http://CANARY/color.png)"}',
    "directive-leaf": "::note[DIRECTIVELEAF]{#x}\n\n:::tip\ninside\n:::",
    "directive-escaped": "\\:red[DIRECTIVEESCAPED] \\\\:red[b] \\\\\\:red[c] &colon;red[d] :\u200bred[e] :re\\d[f]",
    "directive-name": "DIRECTIVENAME a:b[c] x:y{.z} https:red[d] 10:30:note[e]",
    "directive-in-marks": "**:red[DIRECTIVEINMARKS]** _:red[b]_ [:red[c]](http://CANARY/d) | :red[d] |",
    "icon": "ICON :material/home: :material_home: :streamlit: &colon;material/home: :material&sol;home: &#58;streamlit:",
    "icon-split": "ICONSPLIT :mater\\ial/home: :material\\/home: :material\\_home: \\:material_home: :material/`home`:",
    "emoji": "EMOJI :smile: :+1: &colon;smile&colon; \\:tada: :1234: :sm\\_ile: `:smile:`",
    "typography": "TYPOGRAPHY a -> b <- c <-> d -- e >= f <= g ~= h -&gt; i &lt;- j \\-> k",
    # formulas
    "prices": "PRICES $5 and $6, $7 to $8 (a$b), US$9 \\$10 $$11",
    "formula": "FORMULA $a_1 + b^2$ and \\(x\\) $$y = z$$",
    "formula-link": "FORMULALINK $\\href{http://CANARY/href}{x_1}$ $\\url{http://CANARY/url}$ $\\href{javascript:window.seized=1}{y}$",
    "formula-picture": "FORMULAPICTURE $\\includegraphics[height=1em]{http://CANARY/graphics.png}$",
    "formula-html": "FORMULAHTML $\\htmlStyle{background:url(//CANARY/hs.png)}{x}$ $\\htmlData{a=b}{y}$ $\\htmlId{stApp}{z}$",
    "formula-macro": "FORMULAMACRO $\\def\\a{\\a\\a}\\a^2$ $\\unknown{x}_1$ $\\color{url(http://CANARY/kc.png)}{x}$",
    "formula-directive": "FORMULADIRECTIVE $\\text{:red[x] ![y](http://CANARY/ft.png)}_1$ $a_1![x](http://CANARY/fi.png)$",
    "formula-block": "FORMULABLOCK\n\n$$\n\\begin{aligned} a &= b \\\\ c &= \\text{![x](http://CANARY/fb.png)} \\end{aligned}\n$$",
    "formula-size": "FORMULASIZE $\\rule{400em}{40em}_1$ $x_1\\hspace{-90em}\\raisebox{30em}{over all}$ $\\Huge\\smash{X}_1$",
    # code
    "code-language": "```html onload=x http://CANARY/lang\nCODELANGUAGE <img src=http://CANARY/code.png>\n```",
    "code-mermaid": '```mermaid\ngraph TD; CODEMERMAID["<img src=http://CANARY/mermaid.png>"]; A@{ img: "http://CANARY/m2.png" }\n```',
    "code-mermaid-entity": '```&#109;ermaid\ngraph TD; CODEMERMAIDENTITY --> B; click B "http://CANARY/click"\n```',
    "code-mermaid-style": '~~~ Mermaid x\n%%{init: {"themeCSS": "@import url(http://CANARY/theme.css);"}}%%\ngraph TD; CODEMERMAIDSTYLE\n~~~',
    "code-tilde": "~~~\nCODETILDE\n```\n![x](http://CANARY/tilde.png)\n~~~\n![x](http://CANARY/after.png)",
    "code-in-list": "- CODEINLIST\n  ```\n![x](http://CANARY/left.png) :red[x]",
    "code-in-quote": "> ```\nCODEINQUOTE ![x](http://CANARY/quote.png) :red[x]\n> ```\n> end\n\nafter",
    "code-indented": "CODEINDENTED\n\n    ![x](http://CANARY/indented.png)\n\n\t:red[x] [a](http://CANARY/tab)",
    "code-span": "CODESPAN `a\n![x](http://CANARY/span.png)` ``b ` [c](http://CANARY/d)`` \\`:red[x]\\`",
    "code-across": "CODEACROSS `:red[x]\n::note\n` `:red[x]\n[^n]: ![y](http://CANARY/across.png)` a $$:red[x]_1\n<div>$$"
    " `:red[x]\n:-\n` [`:red[x]\n:::tip\n`](http://CANARY/l) `:red[x]\n$$\n![y](http://CANARY/across2.png)`",
    "code-language-long": "```" + "x" * 300 + " [a](http://CANARY/l)\nCODELANGUAGELONG\n```",
    # everything else
    "invisible": f"IN{_ZERO}VISIBLE{_ZERO} a\u00adb \u061c\u200e\u200f",
    "order": "ORDER \u202e\u0430bc\u202c \u202d1\u202c \u2066x\u2069 \u2067unclosed \u202e",
    "terminal": "TERMINAL \x1b[31mred\x1b[0m \x1b]8;;http://CANARY/osc\x07link\x1b]8;;\x07 \x07\x08\x7f\x9b31m",
    "nul": "NUL a\0b !\0[x](http://CANARY/nul.png) ![\0](http://CANARY/nul2.png)",
    "line-ends": "LINEENDS a\r![x](http://CANARY/cr.png)\r\n:red[x]\x0b![y](http://CANARY/vt.png)\u2028![z](http://CANARY/ls.png)\u0085x",
    "table": "| TABLE | b |\n|:-|-:|\n| a \\| ![x](http://CANARY/pipe.png) | :red[x] |\n| `a \\| b` | [l](http://CANARY/cell) |",
    "heading": "# HEADING {#stApp}\n\n###### [h](http://CANARY/h) :red[x]\n\nx\n---",
    "tasks": "- [ ] TASKS\n- [x] done\n- [x](http://CANARY/task) not one\n1. [X] one",
    "css": "CSS url(http://CANARY/css.png) expression(alert(1)) @import 'http://CANARY/css2.css'",
    "entities": "ENTITIES &amp; &lt; &#33;[x](http://CANARY/e.png) &#x5b;x&#x5d;(http://CANARY/f) &bogus; &nbsp;&#8238;x",
    "emphasis": "***EMPHASIS*** __b__ *c **d* e** ~~f~~ ~g~ ==h== ^i^ ||j||",
    "surrogates": "SURROGATES \ufffe\uffff \U000e0041\U000e0042 \U0001f468\u200d\U0001f469 Z\u0351\u0352\u0353"
    + "\u0350" * 40,
    "links-many": "LINKSMANY " + " ".join(f"[w{n}](http://CANARY/{n})" for n in range(40)),
    "long-word": "LONGWORD" + "x" * 3_000,
    "long-address": "LONGADDRESS [x](http://CANARY/" + "y" * 1_000 + ") http://CANARY/" + "z" * 1_500,
}
OPEN: dict[str, str] = {
    "open-fence": "OPENFENCE\n\n```html\n<img src=http://CANARY/fence.png> ![x](http://CANARY/f2.png)",
    "open-span": "OPENSPAN ` ![x](http://CANARY/span.png) :red[x]",
    "open-formula": "OPENFORMULA $$ ![x](http://CANARY/formula.png) :red[x]\n\n![y](http://CANARY/f2.png)",
    "open-link": "OPENLINK [a](http://CANARY/open",
    "open-picture": "OPENPICTURE ![a](http://CANARY/open.png",
    "open-html": "OPENHTML <img src=http://CANARY/html.png onerror=window.seized=1 ",
    "open-comment": "OPENCOMMENT <!-- ![x](http://CANARY/comment.png)\n\n:red[x]",
    "open-directive": "OPENDIRECTIVE :::red\n![x](http://CANARY/directive.png)\n:red[x",
    "open-quote": "> OPENQUOTE\n> ```\n> ![x](http://CANARY/quote.png)",
    "open-everything": "OPENEVERYTHING **__~~`$$\\[\\([![<a href='http://CANARY/everything :red[:material/home",
}
HEAVY: dict[str, str] = {
    "brackets": "BRACKETS " + "[" * 10_000,
    "emphasis-nested": "EMPHASISNESTED " + "*a _b " * 2_500 + "b_ a*" * 2_500,
    "emphasis-links": "EMPHASISLINKS " + "*a _b [x](http://CANARY/e) " * 1_000 + "b_ a* " * 1_000,
    "formula-nested": "FORMULANESTED $$" + "{" * 10_000 + "x" + "}" * 10_000 + "$$",
    "lists-indented": "LISTSINDENTED\n\n" + "\n".join("  " * n + "- x" for n in range(150)),
    "quotes-growing": "QUOTESGROWING\n\n" + "\n".join(">" * n + " x" for n in range(150)),
    "brackets-closed": "BRACKETSCLOSED " + "[" * 5_000 + "x" + "](http://CANARY/b)" * 2_000,
    "pictures": "PICTURES " + "![" * 5_000 + "](http://CANARY/p.png)" * 500,
    "quotes": "QUOTES\n\n" + ">" * 10_000 + " deep",
    "lists": "LISTS\n\n" + "- " * 5_000 + "deep",
    "stars": "STARS " + "*a **b " * 2_500,
    "underscores": "UNDERSCORES " + "_" * 10_000 + "x" + "_" * 9_999,
    "ticks": "TICKS " + " ".join("`" * (n % 90 + 1) for n in range(1_000)),
    "fences": "FENCES\n\n" + "```\n" * 2_501,
    "dollars": "DOLLARS " + "$a_" * 5_000,
    "formulas": "FORMULAS " + "$x_{" * 1_000 + "}" * 1_000 + "$",
    "angles": "ANGLES " + "<" * 10_000 + "<a " * 1_000,
    "colons": "COLONS " + ":" * 10_000 + "red[" * 1_000,
    "backslashes": "BACKSLASHES " + "\\" * 10_001 + ":red[x]",
    "many-entities": "MANYENTITIES " + "&" * 5_000 + "&#58;" * 1_000,
    "wide-table": "| WIDETABLE |\n|-|\n"
    + "|" * 10_000
    + "\n\n"
    + "| a " * 300
    + "|\n"
    + "|-" * 300
    + "|\n"
    + "| b " * 300
    + "|",
    "addresses": "ADDRESSES " + "http://" * 2_000 + "www." * 2_000 + "@a." * 2_000,
    "parentheses": "PARENTHESES [a](" + "(" * 5_000 + ")" * 5_000,
    "headings": "HEADINGS\n\n" + "#" * 10_000 + "\n" + "# x\n" * 1_000,
    "notes": "NOTES " + "[^1]" * 2_000 + "\n\n" + "[^1]: x\n" * 500,
}
# Where our idea of code and Markdown's may differ: after each of these a directive follows.
TRIES: dict[str, str] = {
    "try-1": "`a\n\n:red[X]`",
    "try-2": "- a ` b\n- :red[X] ` c",
    "try-3": "# h `\n:red[X] `",
    "try-4": "\\`:red[X]\\`",
    "try-5": "| ` | :red[X] ` |\n|---|---|\n| x | y |",
    "try-6": "[a](http://x/`b) :red[X] `",
    "try-7": "<http://x/`> :red[X] `",
    "try-8": "- a\n  ```\n:red[X]",
    "try-9": "<div>\n```\n\n:red[X]",
    "try-10": "<!--\n```\n-->\n:red[X]",
    "try-11": "\\( a\n\n:red[X] \\)",
    "try-12": "$a_1\\$ :red[X] b$",
    "try-13": "a\r\n\r\nb\r:red[X]",
    "try-14": "> ```\n:red[X]\n> ```",
    "try-15": "1. a\n\n   ```py\n   x = 1\n   ```\n:red[X]",
    "try-16": "***\n:red[X]",
    "try-17": "text\n    :red[X]",
    "try-18": "a `b` :red[X] `c`",
    "try-19": "``` a`b\n:red[X]\n```",
    "try-20": "~~~\nq\n~~~\n:red[X]",
    "try-21": " ```\n c\n```\n:red[X]",
    "try-22": " ```\nc\n ```\n:red[X]",
    "try-23": "- a\n\n ```\n c\n ```\n:red[X]",
    "try-24": "- a\n\n  ```\n c\n  ```\n:red[X]",
    "try-25": "see https://x.y/`a :red[X] `b",
    "try-26": "[^1]: a\n\n    :red[X]\n\nb[^1]",
    "try-27": "- - ```\n:red[X]",
    "try-28": "* a\n\n  :red[X] :smile: :material/home:",
    "try-29": "\\\\:red[X]",
    "try-30": "x:y[0] :red[X]",
    "try-31": "\\( a$ :red[X] \\)",
    "try-32": "\\[ a\n$$\n:red[X]\n\\]",
    "try-33": "- \\[ a\n$$\n  :red[X]\n  \\]",
    "try-34": "> \\[\n> a\n> \\]\n> :red[X]",
    "try-35": "a `b\n$5` :red[X] `c",
    "try-36": "a | `b | c`\n:- | -\n`d | :red[X]`",
    "try-37": "```\n- ```\n```\n:red[X]",
    "try-38": "- ```\n```\n```\n:red[X]",
    "try-39": "> - a\n\n          b\n:red[X]",
    "try-40": "$$$a_1$$ :red[X] $$$",
    "try-41": "[a\n> `b](http://x.y) :red[X] `",
    "try-42": "# `a` #\n:red[X] `b`",
}


def samples(canary: str, *kinds: dict[str, str]) -> dict[str, str]:
    """`canary` is its host and port."""
    return {name: text.replace("CANARY", canary) for kind in kinds for name, text in kind.items()}


def word_of(name: str) -> str:
    return re.sub(r"\W", "", name).upper()
