// Any alert survives its JSON, and its Atom and HTML forms hold nothing that could become markup.
#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "alert/object.h"
#include "alert/render.h"
#include "base/text.h"
#include "support/alerts.h"

namespace alert {
namespace {

void append_utf8(std::string& text, char32_t c) {
  const auto byte = [&text](char32_t bits) { text += static_cast<char>(bits); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6U));
  } else {
    if (c < 0x10000) {
      byte(0xE0 | (c >> 12U));
    } else {
      byte(0xF0 | (c >> 18U));
      byte(0x80 | ((c >> 12U) & 0x3FU));
    }
    byte(0x80 | ((c >> 6U) & 0x3FU));
  }
  byte(0x80 | (c & 0x3FU));
}

rc::Gen<std::string> any_text() {
  const auto code_point = rc::gen::oneOf(
      rc::gen::inRange<char32_t>(0, 0x80),
      rc::gen::inRange<char32_t>(0x80, 0xD800),
      rc::gen::inRange<char32_t>(0xE000, 0x110000),
      rc::gen::element<char32_t>(0, '\n', 0x1b, '"', '\\', '<', '&', 0x202E, 0x2028, 0x0646));
  return rc::gen::map(rc::gen::container<std::vector<char32_t>>(code_point),
                      [](const std::vector<char32_t>& points) {
                        std::string text;
                        for (const char32_t c : points)
                          append_utf8(text, c);
                        return text;
                      });
}

base::TimePoint any_time() {
  return base::TimePoint(base::Seconds(*rc::gen::inRange<std::int64_t>(0, 253402300800)));
}

model::Alert any_alert() {
  model::Alert alert = support::niger_alert();
  alert.watch = *any_text();
  alert.kind = *rc::gen::element(model::Alert::Kind::new_item,
                                 model::Alert::Kind::update,
                                 model::Alert::Kind::system,
                                 model::Alert::Kind::digest);
  alert.priority = *rc::gen::element(model::Alert::Priority::low, model::Alert::Priority::urgent);
  alert.created = any_time();
  alert.item.title = *any_text();
  alert.item.summary = *any_text();
  alert.item.feed_title = *any_text();
  alert.item.author = *any_text();
  alert.item.link = *any_text();
  alert.item.categories = *rc::gen::container<std::vector<std::string>>(any_text());
  if (*rc::gen::arbitrary<bool>()) alert.item.published = any_time();
  if (*rc::gen::arbitrary<bool>()) alert.item.updated = any_time();
  const auto place = rc::gen::inRange<std::uint32_t>(0, 4'000'000'000U);
  alert.hits.push_back({model::Field::link, *place, *place, *any_text()});
  alert.hits.push_back({model::Field::title,
                        *rc::gen::inRange<std::uint32_t>(0, 9),
                        *rc::gen::inRange<std::uint32_t>(0, 9),
                        *any_text()});
  alert.excerpt.text = *any_text();
  alert.excerpt.marks = {{*place, *place}, {0, *rc::gen::inRange<std::uint32_t>(0, 9)}};
  alert.story.items = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  alert.sequence = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  alert.revision = *rc::gen::inRange<std::int64_t>(0, INT64_MAX);
  return alert;
}

TEST(ObjectProperty, AnyAlertComesBackAsItWas) {
  EXPECT_TRUE(rc::check([] {
    const model::Alert alert = any_alert();
    const std::string json = to_json(alert, 3);
    const auto back = from_json(json);
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == alert);
    RC_ASSERT(json.find('\n') == std::string::npos);
  }));
}

TEST(RenderProperty, NoAlertReachesTheTerminalAsAnythingButText) {
  EXPECT_TRUE(rc::check([] {
    const model::Alert alert = any_alert();
    for (const std::string& line :
         {headline(alert), why(alert), terminal(alert, Colour::no), plain_text(alert)}) {
      for (const std::string_view part : base::split(line, '\n')) {
        RC_ASSERT(base::printable(part) == part);
      }
    }
    RC_ASSERT(base::code_points(headline(alert)) <= 200U);
    RC_ASSERT(headline(alert).find('\n') == std::string::npos);
  }));
}

}  // namespace
}  // namespace alert
