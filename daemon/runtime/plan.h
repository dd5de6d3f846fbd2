// The immutable product of reading the configuration: what every thread works by until the next
// reload. Everything that can fail in a reload fails here, before anything live is touched.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "api/addresses.h"
#include "base/log.h"
#include "base/time.h"
#include "channel/registry.h"
#include "match/matcher.h"
#include "model/feed.h"
#include "model/watch.h"

namespace runtime {

/// A channel as a delivery needs to know it; the channel itself belongs to its lane.
struct Route {
  const channel::Type* type = nullptr;
  std::vector<std::string>
      recipients;  ///< empty for channels carried by agents: the store knows them
};

/// Shared and const; safe from every thread.
struct Plan {
  explicit Plan(match::Matcher compiled) : matcher(std::move(compiled)) {}

  std::filesystem::path file;
  std::filesystem::path database;
  std::optional<std::filesystem::path> socket;
  base::Seconds keep{0};
  std::string contact;
  std::string language;
  std::vector<model::Feed> feeds;
  std::map<std::string, std::size_t, std::less<>> feed_by_id;  ///< index into feeds
  std::vector<model::HostRule> hosts;
  std::vector<model::Watch> watches;
  std::map<std::string, Route, std::less<>> routes;  ///< by channel name
  std::string host_name;
  std::map<std::string, std::string, std::less<>>
      atom_titles;  ///< of the channels of type atom, for the API to serve what they write
  match::Matcher matcher;
  std::shared_ptr<const api::Addresses> addresses;  ///< of the feeds, fit to be shown
  base::TimePoint read_at;

  [[nodiscard]] const model::Feed* feed(std::string_view id) const;
};

using Channels = std::map<std::string, std::unique_ptr<channel::Channel>, std::less<>>;

struct Built {
  std::shared_ptr<const Plan> plan;
  Channels channels;  ///< one for each route
};

/// Where things are; the same at every reload.
struct Places {
  std::filesystem::path config;
  std::filesystem::path state_directory;  ///< empty: only checking, nothing will be written
};

/// All the problems at once, each beginning with its place ("newswatch.yaml:12:18: ...").
[[nodiscard]] tl::expected<Built, std::vector<std::string>> build_plan(const Places& places,
                                                                       base::TimePoint now,
                                                                       base::Log& log);

/// "12 feeds, 2 watches, 2 channels".
[[nodiscard]] std::string summary(const Plan& plan);

/// "newswatch/0.1.0 (+https://…; feed monitor)", with the contact if one is configured.
[[nodiscard]] std::string user_agent(std::string_view contact);

[[nodiscard]] std::string_view version();

}  // namespace runtime
