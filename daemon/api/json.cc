#include "api/json.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace api {
namespace json = boost::json;
namespace {

json::parse_options limits() {
  json::parse_options options;
  options.max_depth = max_json_depth;
  return options;
}

json::value trouble_json(const model::FeedState& feed) {
  if (feed.trouble.kind == model::Trouble::Kind::none) {
    return nullptr;
  }
  return json::object{{"kind", word(feed.trouble.kind)},
                      {"status", feed.trouble.status},
                      {"message", feed.trouble.message},
                      {"since", time_or_null(feed.trouble_since)}};
}

/// "new" until the first visit has ended, then "ok" or what kind of trouble there is.
std::string_view state_word(const model::FeedState& feed) {
  if (feed.trouble.kind != model::Trouble::Kind::none) {
    return word(feed.trouble.kind);
  }
  return feed.last_attempt ? "ok" : "new";
}

}  // namespace

json::value time_or_null(const std::optional<base::TimePoint>& when) {
  return when ? json::value(base::format_rfc3339(*when)) : json::value(nullptr);
}

json::object feed_json(const model::FeedState& feed, const Addresses* addresses) {
  json::value address = nullptr;
  if (addresses != nullptr) {
    if (const auto found = addresses->find(feed.id); found != addresses->end()) {
      address = found->second;
    }
  }
  return {{"id", feed.id},
          {"address", address},
          {"title", feed.title},
          {"site", feed.link},
          {"format", feed.format},
          {"state", state_word(feed)},
          {"trouble", trouble_json(feed)},
          {"failures", feed.failures},
          {"items", feed.items},
          {"last_attempt", time_or_null(feed.last_attempt)},
          {"last_success", time_or_null(feed.last_success)},
          {"last_new", time_or_null(feed.last_new)},
          {"next_at", base::format_rfc3339(feed.next_at)},
          {"next_reason", feed.next_reason}};
}

json::object delivery_json(const store::DeliveryRow& row) {
  const model::Delivery& delivery = row.delivery;
  return {{"key", delivery.idem_key},
          {"channel", delivery.channel},
          {"recipient", delivery.recipient},
          {"kind", delivery.kind},
          {"state", word(delivery.state)},
          {"attempts", delivery.attempts},
          {"created", base::format_rfc3339(delivery.created)},
          {"next_at", base::format_rfc3339(delivery.next_at)},
          {"expires_at", time_or_null(delivery.expires_at)},
          {"settled_at", time_or_null(delivery.settled_at)},
          {"maybe_duplicate", delivery.maybe_duplicate},
          {"last_error", delivery.last_error},
          {"alerts", alert_objects(row.alert_objects)}};
}

json::object daemon_json(const std::optional<DaemonStatus>& daemon) {
  if (!daemon) {
    return {{"running", false}};
  }
  return {
      {"running", true},
      {"version", daemon->version},
      {"pid", daemon->pid},
      {"started", base::format_rfc3339(daemon->started)},
      {"config",
       json::object{{"file", daemon->config_file},
                    {"read", base::format_rfc3339(daemon->configured)},
                    {"ok", daemon->config_ok},
                    {"problems",
                     json::array(daemon->config_problems.begin(), daemon->config_problems.end())}}},
      {"database", daemon->database},
      {"watches", daemon->watches},
      {"channels", json::array(daemon->channels.begin(), daemon->channels.end())},
      {"visits_in_hand", daemon->visits_in_hand}};
}

json::array alert_objects(std::span<const std::string> texts) {
  json::array all;
  for (const std::string& text : texts) {
    if (auto object = parse_object(text)) {
      all.emplace_back(*std::move(object));
    }
  }
  return all;
}

std::string claim_json(const store::Claim& claim, std::size_t waiting) {
  return json::serialize(json::object{{"key", claim.delivery.idem_key},
                                      {"channel", claim.delivery.channel},
                                      {"attempt", claim.delivery.attempts + 1},
                                      {"maybe_duplicate", claim.delivery.maybe_duplicate},
                                      {"waiting", waiting},
                                      {"alerts", alert_objects(claim.alert_objects)}});
}

std::string error_json(std::string_view message) {
  return json::serialize(json::object{{"error", message}});
}

base::Result<json::object> parse_object(std::string_view text) {
  boost::system::error_code failed;
  json::value value = json::parse(text, failed, {}, limits());
  if (failed) {
    return base::fail(base::Cause::invalid, "not JSON: " + failed.message());
  }
  if (!value.is_object()) {
    return base::fail(base::Cause::invalid, "not a JSON object");
  }
  return std::move(value.as_object());
}

}  // namespace api
