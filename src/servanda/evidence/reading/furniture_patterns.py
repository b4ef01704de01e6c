"""Lines that stand on pages of news sites of any outlet and are no part of an article.

Each pattern is about a whole line, in English or Chinese, and names no outlet. What only one
outlet prints is found by repetition instead (`repeated.py`).

Source: docs/spec/evidence/documents.md, "Furniture".
"""

import re

# No pattern needs a longer line; the limit keeps their cost in bounds whatever a line holds.
MAX_LINE = 400

_SITES = r"(?:facebook|twitter|x|linkedin|whatsapp|reddit|instagram|youtube|telegram|wechat|weibo)"
_THINGS = r"(?:articles?|stories|news|posts?|videos?|headlines|topics?|links?|for you|now|picks)"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_CONTACT = rf"(?:{_MAIL}|@\w{{2,}}|\+?\d[\d ()-]{{6,}})"
_SEE = r"(?:see|load|show|view|read|watch)"

# Each alternative stands for a whole line, bullets and trailing colons aside. Those that could
# begin an English sentence (`Support for …`, `Read more about …`) are kept to fixed wording, or
# to lines without a full stop (`_WITHOUT_STOP`).
_ANY_LINE: tuple[str, ...] = (
    # Rights.
    r"(?:©|\(c\) ?\d|copyright\s*(?:©|\(c\)|\d{4})|版权所有|版權所有).*",
    r".{0,200}\ball rights reserved\b.*",
    r"this (?:material|article|content) (?:may|must) not be (?:published|reproduced|copied).*",
    r".{0,60}未经.{0,12}(?:授权|许可|同意).{0,40}",
    # Rules of the house.
    r"(?:please )?(?:read|see|review) (?:our|the) (?:[\w’'-]+ ){0,3}"
    r"(?:policy|policies|guidelines|rules|terms)\b.*",
    r"(?:terms|privacy|cookies?|comment)(?: (?:of|and|&) (?:use|service|conditions|policy))?"
    r"(?: (?:policy|settings|notice|preferences))?",
    r"(?:we|this (?:site|website|page)|our (?:site|website)s?) uses? cookies\b.*",
    # Whoever can be written to: evidence of the author and the outlet, of nothing else.
    rf".{{0,80}}\bcan be (?:reached|contacted|emailed) (?:at|on|via|by)\b.{{0,30}}{_CONTACT}.*",
    rf"(?:contact|e-?mail|write to|reach) .{{0,80}}{_MAIL}.*",
    rf"{_MAIL}",
    # Credits.
    r"\(?(?:additional )?(?:reporting|writing|editing|compiled|photography) by\b.*",
    r".{0,100}\bcontributed (?:reporting|to this (?:report|story|article|post))\b.{0,60}",
    r"contributing\s*:.{0,100}",
    r"\(?h/t:? .{0,60}",
    r"(?:责任编辑|责编|编辑|來源|来源|校对|审核|監製)\s*[:：].*",
    r"(?:photo|image|picture|photograph|file photo|video|caption|illustration)s?"
    r"(?: (?:by|credit|source|via|courtesy(?: of)?))?\s*[:/|].*",
    # Invitations.
    r"sign up (?:for|to|here)\b.*",
    r"subscribe(?: (?:to|now|today|here|for)\b.*)?",
    rf"(?:follow|like|join|find) (?:us|@\w+|.{{2,40}} on {_SITES})\b.*",
    r"(?:click|tap) (?:here|on the|below)\b.*",
    r"read (?:the )?(?:rest|full (?:story|article|report)|original(?: article)?|whole story|more)"
    r"(?: (?:here|at .{1,60}|on .{1,60}|about .{1,60}))?[.:]?",
    r"(?:this|the) (?:story|article|post) (?:was originally published|originally appeared"
    r"|first appeared|has been updated|was updated)\b.*",
    r"(?:点击|扫描|扫一扫|长按|关注).{0,30}(?:查看|阅读|进入|关注|二维码|公众号).{0,20}",
    # Advertising.
    r"[-–—*\s]*(?:advertisements?|sponsored|promoted|paid (?:post|content)|广告|廣告)"
    r"(?: content)?[-–—*\s]*",
    r"(?:story|article) continues (?:below|after)\b.*",
    # Addresses.
    r"(?:https?://|www\.)\S+",
)
_WITHOUT_STOP: tuple[str, ...] = (
    # Lists of other articles.
    rf"(?:(?:the|our|your) )?(?:most|related|latest|top|recommended|trending|featured|popular"
    rf"|recent|editor’?'?s’?'?|suggested|sponsored|more|other|breaking)"
    rf" (?:{_THINGS}|popular|read|viewed|shared|watched|commented|discussed|recent)\b.{{0,15}}",
    r"more (?:from|on|in|about|by) .{1,40}",
    r"(?:trending|recommended|related|up next|don[’']t miss|read next|what to read next|also read"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|see also|in this article)",
    rf"(?:{_SEE} (?:all|more|less|next)(?: (?!{_SEE} )[\w.’'-]+){{0,4}}\s*)+",
    r"(?:相关|相關|热门|熱門|推荐|推薦|更多|最新)(?:新闻|新聞|阅读|閱讀|文章|链接|報道|报道|推荐)?",
    r"(?:上一篇|下一篇|返回首页|返回顶部|打印本页|字号|分享到|分享至|评论).{0,40}",
    # Sharing and counting.
    rf"(?:(?:share|tweet|print|e-?mail|save|comments?|copy link|{_SITES})\b[\s|,/·•]*"
    r"(?:(?:this|the|on|to|via) (?:article |story |page )?)?)+",
    r"\d[\d,.]*[km]? (?:comments?|shares?|views?|likes?|min(?:ute)?s?(?: read)?|reactions?)",
    r"(?:view|leave|post|add|write|join) (?:a |all |the )?(?:\d+ )?(?:comments?|conversation)",
    r"(?:log|sign) ?(?:in|out|up)(?: (?:to|with) .{1,40})?",
    # Subjects.
    r"(?:tags?|topics?|filed under|categories|category|keywords|标签|標籤|关键词|關鍵詞)\b[:：]?.*",
    # Where one is, and what the weather is like.
    r"[^|>›»·/]{1,30}(?:\s+[|>›»·]\s+[^|>›»·]{1,40}){2,}",
    r"(?:home|menu|search|skip to (?:main )?content|back to top|首页|首頁|搜索)",
    r"-?\d{1,3}(?:\.\d)?\s?°?\s?[fc]",
    # Where a picture is from: an agency, by its last word.
    r"(?-i:(?:[A-Z]\w+[/ ]){1,2}(?:Images|Photo))",
)

_LINE_RULE = re.compile("|".join(f"(?:{each})" for each in _ANY_LINE), re.IGNORECASE)
_STOPLESS_RULE = re.compile("|".join(f"(?:{each})" for each in _WITHOUT_STOP), re.IGNORECASE)

# What a publishing system was to replace and did not: `{advert}`, `[[banner_top]]`, `%%AD%%`.
PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9_]{2,30}\}|\[\[[\w:-]{2,40}\]\]|%%[\w-]{2,30}%%")

# Remarks on an author or a publisher. After one of these, or a list of other articles, and near
# the end, what follows belongs to it.
_LIST = re.compile(
    r"(?:most|related|latest|top|recommended|trending|popular|more|other|up next|read next"
    r"|sponsored|comments|相关|相關|推荐|推薦|热门|熱門|更多)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"about (?:us|the (?:authors?|writers?|paper|company|publisher))|关于我们|關於我們"
    r"|[^.。!?]{0,60}(?:https?://|www\.)\S+",
    re.IGNORECASE,
)

_SURROUNDINGS = " \t\u00a0\u3000•*·|-–—>"


def is_furniture_line(line: str) -> bool:
    """Tell whether a line is furniture wherever it stands."""
    if len(line) > MAX_LINE:
        return False
    core = line.strip(_SURROUNDINGS)
    if not core or _LINE_RULE.fullmatch(core):
        return True
    stopless = core.rstrip(":：")
    return stopless[-1:] not in tuple('.!?。！？"”') and bool(_STOPLESS_RULE.fullmatch(stopless))


def opens_the_end(line: str) -> bool:
    """Tell whether a line can begin what stands below an article."""
    if len(line) > MAX_LINE:
        return False
    core = line.strip(_SURROUNDINGS).rstrip(":：")
    return bool(_REMARK.fullmatch(core)) or bool(_LIST.match(core) and is_furniture_line(line))
