// A plausible alert to start a test from.
#pragma once

#include <chrono>
#include <string>

#include "model/alert.h"
#include "model/message.h"

namespace support {

[[nodiscard]] inline base::TimePoint november() {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(4) +
         std::chrono::minutes(5);
}

/// "Niger" stands in the title at [12, 17) and in the excerpt at [3, 8).
[[nodiscard]] inline model::Alert niger_alert() {
  model::Alert alert;
  alert.id = "5f1c3c56-0d5c-5d0a-9b1e-1f1f5b0b7a01";
  alert.watch = "sahel";
  alert.reason = "immediate";
  alert.created = november();
  alert.item.id = "0b7a5f1c-3c56-5d0a-8b1e-5b0b7a011f1f";
  alert.item.feed = "bbc-africa";
  alert.item.feed_title = "BBC Africa";
  alert.item.link = "https://news.example.org/africa/42?a=1&b=2";
  alert.item.title = "Floods near Niger force thousands out";
  alert.item.summary = "In Niger, the river rose.";
  alert.item.author = "A. Diallo";
  alert.item.categories = {"africa", "weather"};
  alert.item.language = "en";
  alert.item.published = november() - std::chrono::minutes(20);
  alert.item.first_seen = november();
  alert.hits = {{model::Field::title, 12, 17, "Niger"}, {model::Field::summary, 3, 8, "Niger"}};
  alert.excerpt = {"In Niger, the river rose.", {{3, 8}}};
  alert.story.id = "9b1e5f1c-3c56-5d0a-8b1e-5b0b7a011f1f";
  return alert;
}

[[nodiscard]] inline model::Message message_of(const model::Alert& alert,
                                               const std::string& recipient = "") {
  model::Message message;
  message.idem_key = "e1d2c3b4-0000-5000-8000-00000000000" + std::to_string(alert.sequence % 10);
  message.recipient = recipient;
  message.alerts = {alert};
  return message;
}

}  // namespace support
