#include "alert/object.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/alerts.h"

namespace alert {
namespace {

using testing::HasSubstr;

// The shape others depend on, letter by letter.
constexpr std::string_view whole =
    R"({"version":1,"id":"5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01","kind":"new","watch":"sahel",)"
    R"("priority":"normal","reason":"immediate","created":"2026-11-23T04:05:00Z",)"
    R"("item":{"id":"0b7a5f1c-3c56-5d0a-8b1e-5b0b7a011f1f","feed":"bbc-africa",)"
    R"("feed_title":"BBC Africa","link":"https://news.example.org/africa/42?a=1&b=2",)"
    R"("title":"Floods near Niger force thousands out","summary":"In Niger, the river rose.",)"
    R"("author":"A. Diallo","categories":["africa","weather"],"language":"en",)"
    R"("published":"2026-11-23T03:45:00Z","updated":null,"first_seen":"2026-11-23T04:05:00Z"},)"
    R"("hits":[{"term":"Niger","field":"title","start":12,"end":17},)"
    R"({"term":"Niger","field":"summary","start":3,"end":8}],)"
    R"("excerpt":{"text":"In Niger, the river rose.","marks":[[3,8]]},)"
    R"("story":{"id":"9b1e5f1c-3c56-5d0a-8b1e-5b0b7a011f1f","items":1,"publishers":1},)"
    R"("revision":0,"sequence":0,"attempt":2})";

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(whole);
  return text.replace(text.find(from), from.size(), to);
}

std::string error_of(const std::string& json) {
  const auto alert = from_json(json);
  return alert ? "no error" : alert.error().message;
}

TEST(Object, HasTheDocumentedShape) {
  EXPECT_EQ(to_json(support::niger_alert(), 2), whole);
}

TEST(Object, ReadsBackWhatItWrote) {
  EXPECT_EQ(*from_json(whole), support::niger_alert());
}

TEST(Object, IsOneLineWhateverTheFeedSays) {
  model::Alert alert = support::niger_alert();
  alert.item.title = std::string("a\nb\r\0c\x1b[31m\"\\", 13);
  const std::string json = to_json(alert);
  EXPECT_EQ(json.find_first_of("\n\r\x1b"), std::string::npos);
  EXPECT_EQ(from_json(json)->item.title, alert.item.title);
}

TEST(Object, IgnoresWhatItDoesNotKnow) {
  EXPECT_EQ(*from_json(replaced("\"kind\"", "\"mood\":{\"x\":[1]},\"kind\"")),
            support::niger_alert());
}

TEST(Object, RefusesAVersionNewerThanOurs) {
  EXPECT_THAT(error_of(replaced("\"version\":1", "\"version\":2")), HasSubstr("version 2"));
}

TEST(Object, NamesTheMemberThatIsWrong) {
  EXPECT_EQ(error_of(replaced("\"watch\":\"sahel\",", "")), "not an alert: `watch` is missing");
  EXPECT_EQ(error_of(replaced("\"BBC Africa\"", "7")),
            "not an alert: `item.feed_title` is not a text");
  EXPECT_EQ(error_of(replaced("\"kind\":\"new\"", "\"kind\":\"old\"")),
            "not an alert: `kind` is none of the known words");
  EXPECT_EQ(error_of(replaced("\"start\":12", "\"start\":-1")),
            "not an alert: `hits.start` is not a whole number in its range");
  EXPECT_EQ(error_of(replaced("[[3,8]]", "[[3]]")),
            "not an alert: `excerpt.marks` holds something that is not a pair of places");
  EXPECT_EQ(error_of(replaced("[[3,8]]", "[[3,\"8\"]]")),
            "not an alert: `excerpt.marks` holds something that is not a pair of places");
  EXPECT_EQ(error_of(replaced("2026-11-23T03:45:00Z", "yesterday")),
            "not an alert: `item.published` is not a time");
  EXPECT_EQ(error_of(replaced("[\"africa\",", "[3,")),
            "not an alert: `item.categories` holds something that is not a text");
  EXPECT_EQ(error_of(replaced("\"story\":{", "\"story\":7,\"old_story\":{")),
            "not an alert: `story` is not an object");
  EXPECT_EQ(error_of(replaced("\"hits\":[{", "\"hits\":[7,{")),
            "not an alert: `hits` holds something that is not an object");
}

TEST(Object, RefusesWhatIsNoJsonAtAll) {
  for (const char* text : {"", "[]", "7", "{", "{\"version\":", "\xff\xfe", "null"}) {
    EXPECT_THAT(error_of(text), HasSubstr("not an alert")) << text;
  }
  EXPECT_THAT(error_of(std::string(100'000, '[')), HasSubstr("not an alert"));
}

TEST(Object, IsRefusedCutShortAnywhere) {
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(from_json(whole.substr(0, length))) << length;
  }
}

}  // namespace
}  // namespace alert
