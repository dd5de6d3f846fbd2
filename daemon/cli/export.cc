#include <algorithm>
#include <filesystem>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "base/places.h"
#include "base/text.h"
#include "cli/opml.h"
#include "feed/opml.h"
#include "settings/load.h"

namespace cli {
namespace {

constexpr std::size_t most_ids_named = 20;

/// "2 feeds are left out: a, b"; nothing for none.
void tell_feeds(const std::vector<std::string>& ids,
                std::string_view what,
                const Terminal& terminal) {
  if (ids.empty()) return;
  const std::size_t named = std::min(ids.size(), most_ids_named);
  std::string message = base::count_of(ids.size(), "feed") + " " + std::string(what) + ": " +
                        base::join(std::span(ids).first(named), ", ");
  if (named < ids.size()) message += ", …";
  terminal.err << "newswatch: " << base::printable(message) << '\n';
}

}  // namespace

int export_opml(const Common& common, const Terminal& terminal) {
  const std::filesystem::path file = base::config_file(common.config);
  const settings::Loaded loaded = settings::load(file);
  const auto problems = loaded.problems();
  if (!problems.empty()) {
    return complain(terminal,
                    base::count_of(problems.size(), "problem") +
                        " in the configuration, the first " + problems.front().str() +
                        "\nsee newswatch check",
                    failed);
  }
  std::vector<std::string> left_out;
  std::vector<std::string> bare;
  for (const model::Feed& feed : loaded.settings.feeds) {
    if (!feed::can_be_listed(feed)) {
      left_out.push_back(feed.id);
    } else if (feed::has_more_than_a_list(feed)) {
      bare.push_back(feed.id);
    }
  }
  const std::string opml = feed::write_opml("newswatch", loaded.settings.feeds);
  if (common.json) {
    terminal.out << boost::json::serialize(
                        boost::json::object{{"opml", opml},
                                            {"left_out", boost::json::value_from(left_out)},
                                            {"without_access", boost::json::value_from(bare)}})
                 << '\n';
    return done;
  }
  terminal.out << opml;
  tell_feeds(left_out, "left out, being files or having secret addresses", terminal);
  tell_feeds(bare, "listed without logins, headers and how to reach them", terminal);
  return done;
}

}  // namespace cli
