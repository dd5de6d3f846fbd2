#!/usr/bin/env python3
"""farm.py DIR FEEDS: writes FEEDS news feeds of some 40 KB and 35 items below DIR, each with its gzip, and a list of
their paths, urls.txt. The same arguments give the same bytes. Seven in ten are RSS, the others Atom and RDF; the text
is made of invented words in the letter statistics of several languages and scripts, as HTML in CDATA, escaped, or plain."""
import gzip
import html
import pathlib
import random
import sys

SYLLABLES = {
    "en": "the ing er a ly ed i es re tion in e con y ter ex al de com o di en an ty ry u ti ri be per to pro ac ad ar".split(),
    "fr": "le la les dé re é ment tion ce des que un une par pour sur ré eau oi ou ê à ç ne ent con com ver lor".split(),
    "de": "der die und ge ver en er un ein sch ung keit ü ö ä ß lich ber vor auf mit zu be ent stra haus tag".split(),
    "es": "de la el que en los ción ar er ir ado mente ñ á é í ó ú con por para una sobre tra gobi pres".split(),
    "ru": "про на ст ко по не ре то ра но пре го ени ост ал ов ить ать ная ный ско мир дня ле ва".split(),
    "ar": "ال في من على إلى ون ات مر سا نا با كو ما لا ير ية دي رو حا شر".split(),
}
WEIGHTS = (45, 15, 12, 14, 10, 4)
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def vocabulary(language, chance):
    words = []
    for _ in range(6000):
        words.append("".join(chance.choices(SYLLABLES[language], k=chance.randint(1, 4))))
    return words


class Writer:
    def __init__(self):
        chance = random.Random(7)
        self.words = {language: vocabulary(language, chance) for language in SYLLABLES}

    def sentence(self, language, chance):
        # A few words make most of a text, as in any language.
        words = [self.words[language][min(5999, int(chance.paretovariate(0.6)))] for _ in range(chance.randint(7, 24))]
        return " ".join(words).capitalize() + "."

    def text(self, language, chance, size):
        out, length = [], 0
        while length < size:
            out.append(self.sentence(language, chance))
            length += len(out[-1].encode())
        return out


def body(sentences, style):
    if style == 0:
        return html.escape(" ".join(sentences), quote=False)
    marked = "<p>" + "</p>\n<p>".join(sentences) + " <a href=\"https://example.org/more\">…</a></p>"
    return f"<![CDATA[{marked}]]>" if style == 1 else html.escape(marked, quote=False)


def feed(number, writer):
    chance = random.Random(number)
    language = chance.choices(list(SYLLABLES), WEIGHTS)[0]
    kind = chance.choices(("rss", "atom", "rdf"), (70, 24, 6))[0]
    style, size, host = chance.randint(0, 2), chance.randint(300, 1300), f"news{number}.example"
    items = []
    for item in range(chance.randint(20, 50)):
        title = writer.sentence(language, chance)[:90]
        if chance.random() < 0.01:
            title = "Niger: " + title
        items.append((title, f"https://{host}/2026/story-{item}?utm_source=rss", f"tag:{host},2026:{item}",
                      f"{DAYS[item % 7]}, {1 + item % 28:02} {MONTHS[item % 12]} 2026 {item % 24:02}:{item:02}:00 +0000",
                      f"2026-{1 + item % 12:02}-{1 + item % 28:02}T{item % 24:02}:{item:02}:00Z",
                      body(writer.text(language, chance, size), style)))
    return {"rss": rss, "atom": atom, "rdf": rdf}[kind](host, language, items)


def rss(host, language, items):
    rows = "".join(f"<item><title>{t}</title><link>{l}</link><guid isPermaLink=\"false\">{g}</guid><pubDate>{d}</pubDate>"
                   f"<category>news</category><description>{b}</description></item>\n" for t, l, g, d, _, b in items)
    return (f"<rss version=\"2.0\"><channel><title>{host}</title><link>https://{host}/</link>"
            f"<language>{language}</language>{rows}</channel></rss>")


def atom(host, language, items):
    rows = "".join(f"<entry><title>{t}</title><link href=\"{l}\"/><id>{g}</id><updated>{u}</updated>"
                   f"<content type=\"html\">{b}</content></entry>\n" for t, l, g, _, u, b in items)
    return (f"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\"><title>{host}</title>"
            f"<id>https://{host}/</id><updated>{items[0][4]}</updated>{rows}</feed>")


def rdf(host, _, items):
    rows = "".join(f"<item rdf:about=\"{l}\"><title>{t}</title><link>{l}</link><dc:date>{u}</dc:date>"
                   f"<description>{b}</description></item>\n" for t, l, _, _, u, b in items)
    return ("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" "
            f"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>{host}</title><link>https://{host}/</link>"
            f"</channel>{rows}</rdf:RDF>")


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    writer, paths, size = Writer(), [], 0
    for number in range(count):
        path = f"f/{number // 100:03}/{number:06}.xml"
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        document = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + feed(number, writer)).encode()
        file.write_bytes(document)
        file.with_suffix(".xml.gz").write_bytes(gzip.compress(document, 6, mtime=0))
        paths.append(path)
        size += len(document)
    (folder / "urls.txt").write_text("".join(path + "\n" for path in paths))
    print(f"{count} feeds, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
