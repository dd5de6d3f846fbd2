#include "runtime/plan.h"

#include <algorithm>
#include <array>
#include <utility>

#include <unistd.h>

#include "alert/atom.h"
#include "alert/object.h"
#include "base/text.h"
#include "settings/load.h"
#include "store/open.h"

namespace runtime {

namespace {

std::string host_name() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0 || name.front() == '\0') {
    return "localhost";
  }
  return name.data();
}

/// The alerts an Atom channel shows, read afresh each time: a send is rare, a connection cheap.
std::vector<model::Alert> recent_alerts(const std::filesystem::path& database,
                                        const std::string& channel,
                                        std::size_t most) {
  std::vector<model::Alert> alerts;
  const auto reader = store::open_reader(database);
  if (!reader) {
    return alerts;
  }
  for (const store::AlertRow& row :
       (*reader)->alerts({.limit = most, .watch = {}, .channel = channel, .since = {}})) {
    if (auto parsed = alert::from_json(row.object)) {
      alerts.push_back(std::move(*parsed));
    }
  }
  return alerts;
}

std::map<std::string, std::string, std::less<>> atom_titles(
    const std::vector<settings::Channel>& channels) {
  std::map<std::string, std::string, std::less<>> titles;
  for (const settings::Channel& channel : channels) {
    if (channel.type == "atom") {
      titles.emplace(channel.name, channel.section.text("title").value_or(""));
    }
  }
  return titles;
}

class Builder final {
 public:
  Builder(const Places& places, base::Log& log) : places_(places), log_(log) {}

  tl::expected<Built, std::vector<std::string>> build(base::TimePoint now) {
    settings::Loaded loaded = settings::load(places_.config);
    settings::Settings& settings = loaded.settings;
    const std::filesystem::path database =
        settings.store.is_absolute() ? settings.store : places_.state_directory / settings.store;

    Built built;
    std::map<std::string, Route, std::less<>> routes;
    for (const settings::Channel& channel : settings.channels) {
      add_channel(channel, database, settings.contact, routes, built.channels);
    }
    match::Known known;
    for (const model::Feed& feed : settings.feeds) {
      known.feeds.push_back(feed.id);
      known.tags.insert(known.tags.end(), feed.tags.begin(), feed.tags.end());
    }
    auto matcher = match::Matcher::compile(settings.watches, &known);
    std::vector<std::string> problems = told(loaded.problems());
    if (!matcher) {
      for (const base::Error& error : matcher.error()) {
        problems.push_back(error.message);
      }
    }
    if (!problems.empty()) {
      return tl::unexpected(std::move(problems));
    }
    auto plan = std::make_shared<Plan>(std::move(*matcher));
    plan->file = places_.config;
    plan->database = database;
    plan->socket = settings.socket;
    plan->keep = settings.keep;
    plan->contact = settings.contact;
    plan->language = settings.language;
    plan->feeds = std::move(settings.feeds);
    plan->hosts = std::move(settings.hosts);
    plan->watches = std::move(settings.watches);
    plan->routes = std::move(routes);
    plan->host_name = host_name();
    plan->atom_titles = atom_titles(settings.channels);
    plan->read_at = now;
    plan->addresses = api::display_addresses(plan->feeds);
    for (std::size_t index = 0; index < plan->feeds.size(); ++index) {
      plan->feed_by_id.emplace(plan->feeds[index].id, index);
    }
    built.plan = std::move(plan);
    return built;
  }

 private:
  void add_channel(const settings::Channel& configured,
                   const std::filesystem::path& database,
                   const std::string& contact,
                   std::map<std::string, Route, std::less<>>& routes,
                   Channels& channels) {
    const channel::Type* type = channel::find_type(configured.type);
    if (type == nullptr) {
      configured.section.problem(configured.section.place_of("type"),
                                 unknown_type(configured.type));
      return;
    }
    const channel::Surroundings around{
        .name = configured.name,
        .state_directory = places_.state_directory,
        .host_name = host_name(),
        .user_agent = user_agent(contact),
        .log = &log_,
        .recent_alerts = [database, name = configured.name](std::size_t most) {
          return recent_alerts(database, name, most);
        }};
    std::unique_ptr<channel::Channel> made = type->make(configured.section, around);
    if (!made) {
      return;  // what is wrong is among the problems of the section
    }
    routes.emplace(
        configured.name,
        Route{.type = type,
              .recipients = type->carrier == channel::Carrier::agent ? std::vector<std::string>{}
                                                                     : made->recipients()});
    channels.emplace(configured.name, std::move(made));
  }

  static std::string unknown_type(const std::string& type) {
    std::vector<std::string_view> names;
    std::vector<std::string> list;
    for (const channel::Type& known : channel::types()) {
      names.push_back(known.name);
      list.emplace_back(known.name);
    }
    const auto near = base::nearest_word(type, names);
    return "unknown channel type \"" + type + "\"; " +
           (near ? "did you mean " + *near + "?" : "there are " + base::join(list, ", "));
  }

  static std::vector<std::string> told(const std::vector<settings::Problem>& problems) {
    std::vector<std::string> lines;
    lines.reserve(problems.size());
    for (const settings::Problem& problem : problems) {
      lines.push_back(problem.str());
    }
    return lines;
  }

  const Places& places_;
  base::Log& log_;
};

}  // namespace

const model::Feed* Plan::feed(std::string_view id) const {
  const auto found = feed_by_id.find(id);
  return found == feed_by_id.end() ? nullptr : &feeds[found->second];
}

tl::expected<Built, std::vector<std::string>> build_plan(const Places& places,
                                                         base::TimePoint now,
                                                         base::Log& log) {
  return Builder(places, log).build(now);
}

std::string summary(const Plan& plan) {
  return base::count_of(plan.feeds.size(), "feed") + ", " +
         base::count_of(plan.watches.size(), "watch") + ", " +
         base::count_of(plan.routes.size(), "channel");
}

std::string_view version() {
  return NEWSWATCH_VERSION;
}

std::string user_agent(std::string_view contact) {
  std::string agent = "newswatch/" + std::string(version()) + " (+https://newswatch.example/";
  agent += contact.empty() ? "; feed monitor)" : "; feed monitor; " + std::string(contact) + ")";
  return agent;
}

}  // namespace runtime
