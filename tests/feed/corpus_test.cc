// The cases of tests/corpus/feeds: a document, what HTTP said of it, and what must come of it.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "base/text.h"
#include "base/time.h"
#include "feed/parse.h"
#include "feed/read_whole.h"

namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

const fs::path corpus = fs::path(NEWSWATCH_SOURCE_DIR) / "tests/corpus/feeds";

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(corpus))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

/// "content-type", "url" and "content-location" lines, all optional.
feed::Hints hints(const fs::path& folder) {
  feed::Hints found;
  const std::string headers = read_whole(folder / "headers");
  for (const std::string_view line : base::split(headers, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string value(base::trim(line.substr(colon + 1)));
    const std::string_view name = line.substr(0, colon);
    if (name == "content-type") found.content_type = value;
    if (name == "url") found.url = value;
    if (name == "content-location") found.content_location = value;
  }
  return found;
}

json::value date(const std::optional<base::TimePoint>& when) {
  return when ? json::value(base::format_rfc3339(*when)) : json::value();
}

json::object shown(const model::Item& item) {
  return {{"guid", item.guid},
          {"link", item.link},
          {"title", item.title},
          {"summary", item.summary},
          {"content", item.content},
          {"author", item.author},
          {"categories", json::value_from(item.categories)},
          {"language", item.language},
          {"published", date(item.published)},
          {"updated", date(item.updated)},
          {"published_raw", item.published_raw}};
}

json::object shown(const feed::Document& document) {
  json::array items;
  for (const auto& item : document.items)
    items.push_back(shown(item));
  json::object all{{"format", document.format},
                   {"title", document.title},
                   {"link", document.link},
                   {"language", document.language},
                   {"cut_off", document.cut_off},
                   {"truncated", document.truncated},
                   {"count", document.items.size()},
                   {"notes", json::value_from(document.notes)},
                   {"skip_hours", json::value_from(document.pace.skip_hours)},
                   {"skip_days", json::value_from(document.pace.skip_days)}};
  all["ttl"] = document.pace.ttl ? json::value(document.pace.ttl->count()) : json::value();
  all["items"] = std::move(items);
  return all;
}

const char* word(base::Cause cause) {
  switch (cause) {
    case base::Cause::not_found:
      return "not_found";
    case base::Cause::invalid:
      return "invalid";
    case base::Cause::limit:
      return "limit";
    default:
      return "another";
  }
}

/// What is expected names only what it is about.
void expect_within(const json::object& expected,
                   const json::object& found,
                   const std::string& where) {
  for (const auto& [key, value] : expected) {
    if (key == "items") continue;
    const std::string place = where + "." + std::string(key);
    ASSERT_TRUE(found.contains(key)) << place;
    const bool same = json::serialize(value) == json::serialize(found.at(key));
    EXPECT_TRUE(same) << place << ": expected " << value << ", got " << found.at(key);
  }
}

class Corpus : public testing::TestWithParam<std::string> {};

TEST_P(Corpus, IsReadAsExpected) {
  const fs::path folder = corpus / GetParam();
  const fs::path xml = folder / "feed.xml";
  const std::string bytes = read_whole(fs::exists(xml) ? xml : folder / "feed.json");
  const json::object expected = json::parse(read_whole(folder / "expect.json")).as_object();
  EXPECT_FALSE(read_whole(folder / "why.md").empty()) << "a case says why it is there";
  const auto document = feed::parse(bytes, hints(folder));
  if (expected.contains("error")) {
    ASSERT_FALSE(document);
    EXPECT_EQ(word(document.error().cause), expected.at("error").as_string());
    EXPECT_NE(document.error().message.find(expected.at("message").as_string().c_str()),
              std::string::npos)
        << document.error().message;
    return;
  }
  ASSERT_TRUE(document) << document.error().message;
  const json::object found = shown(*document);
  expect_within(expected, found, GetParam());
  if (!expected.contains("items")) return;
  const json::array& items = expected.at("items").as_array();
  ASSERT_LE(items.size(), document->items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    expect_within(items[i].as_object(),
                  found.at("items").as_array()[i].as_object(),
                  GetParam() + ".items[" + std::to_string(i) + "]");
  }
}

INSTANTIATE_TEST_SUITE_P(Feeds, Corpus, testing::ValuesIn(cases()), [](const auto& tested) {
  std::string name = tested.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(CorpusFolder, HasItsCases) {
  EXPECT_GE(cases().size(), 20U);
}

}  // namespace
