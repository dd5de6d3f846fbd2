// Whatever happens to a document on its way, parse comes back with valid UTF-8 within its limits.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "feed/identity.h"
#include "feed/parse.h"
#include "feed/read_whole.h"
#include "text/charset.h"

namespace {

namespace fs = std::filesystem;

constexpr int mutations_of_each = 150;
constexpr unsigned seed = 20261123;

std::vector<std::string> documents() {
  std::vector<fs::path> paths;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(NEWSWATCH_SOURCE_DIR) / "tests/corpus/feeds")) {
    if (entry.path().stem() == "feed") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> all;
  for (const auto& path : paths)
    all.push_back(read_whole(path));
  return all;
}

void mutate(std::string& bytes, std::mt19937& chance) {
  static const char* const pieces[] = {"<",
                                       ">",
                                       "&",
                                       "]]>",
                                       "<![CDATA[",
                                       "\"",
                                       "<item>",
                                       "</item>",
                                       "&#0;",
                                       "&#xD800;",
                                       "xmlns:a=\"b\"",
                                       "<!--",
                                       "<?",
                                       "{",
                                       "[",
                                       "\\ud800",
                                       "</",
                                       "<!DOCTYPE a ["};
  const std::size_t at = bytes.empty() ? 0 : chance() % bytes.size();
  switch (chance() % 5) {
    case 0:
      bytes.insert(at, 1, static_cast<char>(chance()));
      break;
    case 1:
      bytes.erase(at, 1 + chance() % 30);
      break;
    case 2:
      bytes.insert(at, pieces[chance() % std::size(pieces)]);
      break;
    case 3:
      bytes.resize(at);
      break;
    default:
      bytes.insert(at, bytes.substr(chance() % (bytes.size() + 1), chance() % 200));
      break;
  }
}

void expect_sound(const feed::Document& document) {
  ASSERT_LE(document.items.size(), feed::max_items);
  ASSERT_LE(document.notes.size(), feed::max_notes);
  ASSERT_TRUE(text::valid_utf8(document.title));
  ASSERT_TRUE(text::valid_utf8(document.link));
  for (const auto& item : document.items) {
    for (const auto* text : {&item.guid,
                             &item.link,
                             &item.title,
                             &item.summary,
                             &item.content,
                             &item.author,
                             &item.language,
                             &item.published_raw}) {
      ASSERT_TRUE(text::valid_utf8(*text));
      ASSERT_LE(text->size(), 3 * feed::max_text);
    }
    ASSERT_EQ(item.title.find('\n'), std::string::npos);
    ASSERT_EQ(feed::identity(item), feed::identity(item));
  }
}

TEST(Mutations, NeverBreakTheParser) {
  std::mt19937 chance(seed);
  for (const std::string& original : documents()) {
    for (int round = 0; round < mutations_of_each; ++round) {
      std::string bytes = original;
      for (unsigned times = 1 + chance() % 4; times > 0; --times)
        mutate(bytes, chance);
      const auto document = feed::parse(bytes, {});
      if (document) {
        expect_sound(*document);
      } else {
        ASSERT_FALSE(document.error().message.empty());
        ASSERT_TRUE(text::valid_utf8(document.error().message));
      }
    }
  }
}

TEST(Truncation, AtEveryByteKeepsOnlyWholeItems) {
  const std::string feed =
      "<rss "
      "version='2.0'><channel><title>T</title><item><title>One</title><link>http://a.example/1</"
      "link></item>"
      "<item><title>Two</title><description>&lt;p&gt;x&lt;/p&gt;</description></item></channel></"
      "rss>";
  for (std::size_t size = 1; size < feed.size(); ++size) {
    const auto document = feed::parse(feed.substr(0, size), {});
    if (!document) continue;
    const std::string kept = feed.substr(0, size);
    const std::size_t whole = (kept.find("</item>") != std::string::npos ? 1U : 0U) +
                              (kept.rfind("</item>") > kept.find("</item>") ? 1U : 0U);
    ASSERT_EQ(document->items.size(), whole) << kept;
    for (const auto& item : document->items)
      ASSERT_FALSE(item.title.empty());
  }
}

}  // namespace
