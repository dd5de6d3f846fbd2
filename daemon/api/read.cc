#include "api/read.h"

#include <array>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "alert/object.h"
#include "api/json.h"
#include "api/target.h"
#include "base/text.h"

namespace api {
namespace json = boost::json;
namespace {

// What is absent or of another kind reads as empty: an answer of a newer daemon is still shown.

std::string text(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  if (found == nullptr) {
    return 0;
  }
  boost::system::error_code failed;
  const auto value = found->to_number<std::int64_t>(failed);
  return failed ? 0 : value;
}

bool flag(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::optional<base::TimePoint> time(const json::object& from, std::string_view name) {
  const auto parsed = base::parse_rfc3339(text(from, name));
  return parsed ? std::optional(*parsed) : std::nullopt;
}

std::vector<std::string> texts(const json::object& from, std::string_view name) {
  const json::value* found = from.if_contains(name);
  if (found == nullptr || !found->is_array()) {
    return {};
  }
  std::vector<std::string> all;
  for (const json::value& each : found->get_array()) {
    if (each.is_string()) {
      all.emplace_back(each.get_string());
    }
  }
  return all;
}

/// The objects of a list under a name; the list itself must be there.
base::Result<std::vector<json::object>> objects(std::string_view body, std::string_view name) {
  auto whole = parse_object(body);
  if (!whole) {
    return base::fail(whole.error().in("the daemon's answer"));
  }
  const json::value* found = whole->if_contains(name);
  if (found == nullptr || !found->is_array()) {
    return base::fail(base::Cause::invalid,
                      "the daemon's answer has no list \"" + std::string(name) + "\"");
  }
  std::vector<json::object> all;
  for (const json::value& each : found->get_array()) {
    if (each.is_object()) {
      all.push_back(each.get_object());
    }
  }
  return all;
}

std::vector<model::Alert> alerts_of(const json::object& from) {
  std::vector<model::Alert> all;
  const json::value* found = from.if_contains("alerts");
  if (found == nullptr || !found->is_array()) {
    return all;
  }
  for (const json::value& each : found->get_array()) {
    if (auto alert = alert::from_json(json::serialize(each))) {
      all.push_back(*std::move(alert));
    }
  }
  return all;
}

model::Delivery::State state_of(std::string_view name) {
  using State = model::Delivery::State;
  for (const State state : {State::held,
                            State::leased,
                            State::sent,
                            State::dead,
                            State::expired,
                            State::discarded,
                            State::orphaned}) {
    if (name == model::word(state)) {
      return state;
    }
  }
  return State::pending;
}

FeedView feed_view(const json::object& from) {
  FeedView view;
  view.id = text(from, "id");
  view.address = text(from, "address");
  view.title = text(from, "title");
  view.state = text(from, "state");
  view.last_attempt = time(from, "last_attempt");
  view.last_success = time(from, "last_success");
  view.next_at = time(from, "next_at");
  view.next_reason = text(from, "next_reason");
  view.items = number(from, "items");
  view.failures = number(from, "failures");
  const json::value* trouble = from.if_contains("trouble");
  if (trouble != nullptr && trouble->is_object()) {
    view.trouble = text(trouble->get_object(), "message");
    view.trouble_since = time(trouble->get_object(), "since");
  }
  return view;
}

DeliveryView delivery_view(const json::object& from) {
  DeliveryView view;
  view.delivery.idem_key = text(from, "key");
  view.delivery.channel = text(from, "channel");
  view.delivery.recipient = text(from, "recipient");
  view.delivery.kind = text(from, "kind");
  view.delivery.state = state_of(text(from, "state"));
  view.delivery.attempts = static_cast<int>(number(from, "attempts"));
  view.delivery.created = time(from, "created").value_or(base::TimePoint{});
  view.delivery.next_at = time(from, "next_at").value_or(base::TimePoint{});
  view.delivery.expires_at = time(from, "expires_at");
  view.delivery.settled_at = time(from, "settled_at");
  view.delivery.maybe_duplicate = flag(from, "maybe_duplicate");
  view.delivery.last_error = text(from, "last_error");
  view.alerts = alerts_of(from);
  return view;
}

}  // namespace

base::Result<StatusView> read_status(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's answer"));
  }
  StatusView view;
  view.running = flag(*from, "running");
  view.daemon.version = text(*from, "version");
  view.daemon.pid = static_cast<int>(number(*from, "pid"));
  view.daemon.started = time(*from, "started").value_or(base::TimePoint{});
  const json::value* config = from->if_contains("config");
  if (config != nullptr && config->is_object()) {
    const json::object& said = config->get_object();
    view.daemon.configured = time(said, "read").value_or(base::TimePoint{});
    view.daemon.config_ok = flag(said, "ok");
    view.daemon.config_problems = texts(said, "problems");
    view.daemon.config_file = text(said, "file");
  }
  view.daemon.database = text(*from, "database");
  view.daemon.feeds = static_cast<std::size_t>(number(*from, "feeds"));
  view.daemon.watches = static_cast<std::size_t>(number(*from, "watches"));
  view.daemon.channels = texts(*from, "channels");
  view.daemon.visits_in_hand = static_cast<std::size_t>(number(*from, "visits_in_hand"));
  view.feeds_in_trouble = number(*from, "feeds_in_trouble");
  const json::value* totals = from->if_contains("totals");
  if (totals != nullptr && totals->is_object()) {
    view.items = number(totals->get_object(), "items");
    view.alerts = number(totals->get_object(), "alerts");
    view.pending = number(totals->get_object(), "pending");
    view.dead = number(totals->get_object(), "dead");
  }
  view.next_visit = time(*from, "next_visit");
  return view;
}

base::Result<std::vector<FeedView>> read_feeds(std::string_view body) {
  const auto all = objects(body, "feeds");
  if (!all) {
    return base::fail(all.error());
  }
  std::vector<FeedView> views;
  views.reserve(all->size());
  for (const json::object& each : *all) {
    views.push_back(feed_view(each));
  }
  return views;
}

base::Result<std::vector<model::Alert>> read_alerts(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's answer"));
  }
  return alerts_of(*from);
}

base::Result<std::vector<DeliveryView>> read_deliveries(std::string_view body) {
  const auto all = objects(body, "deliveries");
  if (!all) {
    return base::fail(all.error());
  }
  std::vector<DeliveryView> views;
  views.reserve(all->size());
  for (const json::object& each : *all) {
    views.push_back(delivery_view(each));
  }
  return views;
}

base::Result<DeliveryView> read_delivery(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's answer"));
  }
  return delivery_view(*from);
}

base::Result<std::vector<std::string>> read_test(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's answer"));
  }
  return texts(*from, "deliveries");
}

base::Result<std::int64_t> read_refresh(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's answer"));
  }
  return number(*from, "feeds");
}

base::Result<Offer> read_offer(std::string_view body) {
  const auto from = parse_object(body);
  if (!from) {
    return base::fail(from.error().in("the daemon's event"));
  }
  Offer offer;
  offer.message.idem_key = text(*from, "key");
  offer.message.attempt = static_cast<int>(number(*from, "attempt"));
  offer.message.maybe_duplicate = flag(*from, "maybe_duplicate");
  offer.message.alerts = alerts_of(*from);
  offer.waiting = number(*from, "waiting");
  if (offer.message.idem_key.empty()) {
    return base::fail(base::Cause::invalid, "the daemon's event has no key");
  }
  return offer;
}

std::string read_error(std::string_view body) {
  if (const auto from = parse_object(body)) {
    if (std::string message = text(*from, "error"); !message.empty()) {
      return message;
    }
  }
  return base::shorten(base::printable(body), 200);
}

std::string settle_body(bool shown, std::string_view error) {
  return json::serialize(json::object{{"shown", shown}, {"error", error}});
}

std::string target_of(std::string_view before, std::string_view name, std::string_view after) {
  return std::string(before) + percent_encode(name) + std::string(after);
}

}  // namespace api
