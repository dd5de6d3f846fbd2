// The API's JSON as plain values, for whoever asked: CLI and agent show them and know no JSON.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/control.h"
#include "base/result.h"
#include "base/time.h"
#include "model/alert.h"
#include "model/delivery.h"
#include "model/message.h"

namespace api {

struct StatusView {
  bool running = false;
  DaemonStatus daemon;  ///< `feeds` also where no daemon runs, nothing else then
  std::int64_t feeds_in_trouble = 0;
  std::int64_t items = 0;
  std::int64_t alerts = 0;
  std::int64_t pending = 0;
  std::int64_t dead = 0;
  std::optional<base::TimePoint> next_visit;
};

struct FeedView {
  std::string id;
  std::string address;  ///< empty where it is not known
  std::string title;
  std::string state;    ///< "new", "ok" or the word for the trouble
  std::string trouble;  ///< what is wrong, or empty
  std::optional<base::TimePoint> trouble_since;
  std::optional<base::TimePoint> last_attempt;
  std::optional<base::TimePoint> last_success;
  std::optional<base::TimePoint> next_at;
  std::string next_reason;
  std::int64_t items = 0;
  std::int64_t failures = 0;
};

struct DeliveryView {
  model::Delivery delivery;  ///< without row and epoch
  std::vector<model::Alert> alerts;
};

/// One delivery offered to an agent.
struct Offer {
  model::Message message;
  std::int64_t waiting = 0;  ///< so many more follow at once
};

// Each fails only on what is not the API's answer at all; members it does not know are passed over.
[[nodiscard]] base::Result<StatusView> read_status(std::string_view body);
[[nodiscard]] base::Result<std::vector<FeedView>> read_feeds(std::string_view body);
[[nodiscard]] base::Result<std::vector<model::Alert>> read_alerts(std::string_view body);
[[nodiscard]] base::Result<std::vector<DeliveryView>> read_deliveries(std::string_view body);
[[nodiscard]] base::Result<DeliveryView> read_delivery(std::string_view body);
/// The keys of the deliveries a test made.
[[nodiscard]] base::Result<std::vector<std::string>> read_test(std::string_view body);
/// The number of feeds made due.
[[nodiscard]] base::Result<std::int64_t> read_refresh(std::string_view body);
/// An event of the stream for agents. Alerts of a version newer than ours are left out.
[[nodiscard]] base::Result<Offer> read_offer(std::string_view body);
/// What a refusal says; the text itself where it is not one.
[[nodiscard]] std::string read_error(std::string_view body);

/// The body of POST /v1/deliveries/{key}/settle.
[[nodiscard]] std::string settle_body(bool shown, std::string_view error);
/// "/v1/deliveries/{name}/retry" and the like, the name percent-encoded.
[[nodiscard]] std::string target_of(std::string_view before,
                                    std::string_view name,
                                    std::string_view after = "");

}  // namespace api
