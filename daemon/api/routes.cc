#include "api/routes.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <vector>

#include <boost/json/serialize.hpp>

#include "alert/atom.h"
#include "alert/object.h"
#include "api/errors.h"
#include "api/json.h"
#include "api/route_table.h"
#include "api/target.h"
#include "base/text.h"

namespace api {
namespace json = boost::json;
namespace {

/// What one answer is made from.
struct Question {
  const Target& target;
  std::string name;
  store::Reader& reader;
  const std::optional<DaemonStatus>& daemon;
  const Addresses* addresses;
  base::TimePoint now;
};

Reply ok(const json::value& body) {
  return {200, "application/json", json::serialize(body)};
}

base::Status only_known(const Target& target, std::initializer_list<std::string_view> known) {
  const auto strange =
      std::find_if(target.query.begin(), target.query.end(), [&](const auto& parameter) {
        return std::find(known.begin(), known.end(), parameter.first) == known.end();
      });
  if (strange == target.query.end()) {
    return {};
  }
  std::string message = "unknown parameter \"" + strange->first + "\"";
  const std::vector<std::string_view> words(known);
  if (const auto near = base::nearest_word(strange->first, words)) {
    message += "; did you mean \"" + *near + "\"?";
  }
  return base::fail(base::Cause::invalid, message);
}

base::Result<std::size_t> limit_of(const Target& target) {
  const auto text = target.value("limit");
  if (!text) {
    return std::size_t{50};
  }
  const auto number = base::parse_number(*text);
  if (!number || *number < 1 || *number > static_cast<std::int64_t>(max_listed)) {
    return base::fail(base::Cause::invalid,
                      "limit must be a number from 1 to " + std::to_string(max_listed));
  }
  return static_cast<std::size_t>(*number);
}

/// A moment (RFC 3339), or a span back from now ("24h").
base::Result<std::optional<base::TimePoint>> since_of(const Question& question) {
  const auto text = question.target.value("since");
  if (!text) {
    return std::optional<base::TimePoint>{};
  }
  if (const auto span = base::parse_span(*text)) {
    return std::optional(question.now - *span);
  }
  if (const auto moment = base::parse_rfc3339(*text)) {
    return std::optional(*moment);
  }
  return base::fail(base::Cause::invalid,
                    "since must be a time such as 2026-11-23T04:05:06Z or a span such as 24h");
}

base::Result<std::vector<model::Delivery::State>> states_of(const Target& target) {
  using State = model::Delivery::State;
  constexpr std::array all = {State::pending,
                              State::held,
                              State::leased,
                              State::sent,
                              State::dead,
                              State::expired,
                              State::discarded,
                              State::orphaned};
  std::vector<State> states;
  const std::string given = target.value("state").value_or("");
  for (const std::string_view name : base::split(given, ',')) {
    if (name.empty()) {
      continue;
    }
    const auto found = std::find_if(
        all.begin(), all.end(), [&](State state) { return name == model::word(state); });
    if (found == all.end()) {
      return base::fail(base::Cause::invalid,
                        "state must be of pending, held, leased, sent, dead, expired, discarded, "
                        "orphaned, with commas between them");
    }
    states.push_back(*found);
  }
  return states;
}

Reply status(const Question& question) {
  const std::vector<model::FeedState> feeds = question.reader.feeds();
  const store::Totals totals = question.reader.totals();
  const auto troubled = std::count_if(feeds.begin(), feeds.end(), [](const auto& feed) {
    return feed.trouble.kind != model::Trouble::Kind::none;
  });
  json::object body = daemon_json(question.daemon);
  body["feeds"] = question.daemon ? question.daemon->feeds : feeds.size();
  body["feeds_in_trouble"] = troubled;
  body["totals"] = json::object{{"items", totals.items},
                                {"alerts", totals.alerts},
                                {"pending", totals.pending},
                                {"dead", totals.dead}};
  body["next_visit"] = time_or_null(question.reader.next_due());
  return ok(body);
}

Reply feeds(const Question& question) {
  json::array all;
  for (const model::FeedState& feed : question.reader.feeds()) {
    all.emplace_back(feed_json(feed, question.addresses));
  }
  return ok(json::object{{"feeds", std::move(all)}});
}

Reply feed(const Question& question) {
  for (const model::FeedState& feed : question.reader.feeds()) {
    if (feed.id == question.name) {
      return ok(feed_json(feed, question.addresses));
    }
  }
  return error_reply(404, "there is no feed \"" + question.name + "\"");
}

Reply alerts(const Question& question) {
  const auto known = only_known(question.target, {"limit", "watch", "channel", "since"});
  const auto limit = limit_of(question.target);
  const auto since = since_of(question);
  if (!known || !limit || !since) {
    return error_reply(!known ? known.error() : !limit ? limit.error() : since.error());
  }
  const auto rows = question.reader.alerts({.limit = *limit,
                                            .watch = question.target.value("watch"),
                                            .channel = question.target.value("channel"),
                                            .since = *since});
  std::vector<std::string> objects;
  objects.reserve(rows.size());
  for (const store::AlertRow& row : rows) {
    objects.push_back(row.object);
  }
  return ok(json::object{{"alerts", alert_objects(objects)}});
}

/// The head that the channel of type atom gives its file: what is served and what is written are
/// one feed to a reader.
alert::AtomHead atom_head(const std::optional<DaemonStatus>& daemon, const std::string& channel) {
  const std::string host_name = daemon ? daemon->host_name : "";
  if (channel.empty()) {
    return alert::atom_head(host_name, "", "newswatch alerts");
  }
  std::string title;
  if (daemon) {
    const auto configured = daemon->atom_titles.find(channel);
    title = configured == daemon->atom_titles.end() ? "" : configured->second;
  }
  return alert::atom_head(host_name, channel, title);
}

Reply alerts_atom(const Question& question) {
  if (const auto known = only_known(question.target, {"channel"}); !known) {
    return error_reply(known.error());
  }
  const auto channel = question.target.value("channel");
  std::vector<model::Alert> newest;
  for (const store::AlertRow& row : question.reader.alerts({.limit = alert::atom_entries,
                                    .watch = std::nullopt,
                                    .channel = channel,
                                    .since = std::nullopt})) {
    if (auto alert = alert::from_json(row.object)) {
      newest.push_back(*std::move(alert));
    }
  }
  return {200,
          "application/atom+xml; charset=utf-8",
          alert::to_atom(atom_head(question.daemon, channel.value_or("")), newest)};
}

Reply deliveries(const Question& question) {
  const auto known = only_known(question.target, {"limit", "state", "channel"});
  const auto limit = limit_of(question.target);
  const auto states = states_of(question.target);
  if (!known || !limit || !states) {
    return error_reply(!known ? known.error() : !limit ? limit.error() : states.error());
  }
  json::array all;
  for (const store::DeliveryRow& row : question.reader.deliveries({.limit = *limit,
                                       .states = *states,
                                       .channel = question.target.value("channel"),
                                       .idem_key = std::nullopt})) {
    all.emplace_back(delivery_json(row));
  }
  return ok(json::object{{"deliveries", std::move(all)}});
}

Reply delivery(const Question& question) {
  const auto rows = question.reader.deliveries(
      {.limit = 1, .states = {}, .channel = std::nullopt, .idem_key = question.name});
  if (rows.empty()) {
    return error_reply(404, "there is no delivery \"" + question.name + "\"");
  }
  return ok(delivery_json(rows.front()));
}

Reply dispatch(Route route, const Question& question) {
  switch (route) {
    case Route::status:
      return status(question);
    case Route::feeds:
      return feeds(question);
    case Route::feed:
      return feed(question);
    case Route::alerts:
      return alerts(question);
    case Route::alerts_atom:
      return alerts_atom(question);
    case Route::deliveries:
      return deliveries(question);
    case Route::delivery:
      return delivery(question);
    default:
      return error_reply(404, "only a running daemon has " + question.target.path);
  }
}

}  // namespace

Reply answer(std::string_view target,
             store::Reader& reader,
             const std::optional<DaemonStatus>& daemon,
             base::TimePoint now,
             const Addresses* addresses) {
  const auto parsed = parse_target(target);
  if (!parsed) {
    return error_reply(parsed.error());
  }
  const auto found = find_route(Method::get, *parsed);
  if (!found) {
    return no_such_address(Method::get, *parsed);
  }
  if (daemon && daemon->addresses) {
    addresses = daemon->addresses.get();
  }
  return dispatch(found->route, {*parsed, found->name, reader, daemon, addresses, now});
}

}  // namespace api
