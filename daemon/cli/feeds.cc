#include <ostream>
#include <string>
#include <vector>

#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"
#include "cli/table.h"

namespace cli {
namespace {

std::string time_or_dash(const std::optional<base::TimePoint>& when) {
  return when ? base::format_local(*when) : "-";
}

std::vector<std::string> below(const api::FeedView& feed) {
  if (feed.trouble.empty()) {
    return {};
  }
  std::string text = feed.trouble;
  if (feed.trouble_since) {
    text = "since " + base::format_local(*feed.trouble_since) + ": " + text;
  }
  return {text};
}

}  // namespace

int feeds(const Common& common, const Terminal& terminal) {
  const auto answer = Source(common).get("/v1/feeds");
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  const auto all = api::read_feeds(answer->body);
  if (!all) {
    return refuse(terminal, all.error());
  }
  Table table(
      {{"FEED"}, {"STATE"}, {"ITEMS", Table::Align::right}, {"LAST ANSWER"}, {"NEXT VISIT"}});
  for (const api::FeedView& feed : *all) {
    table.add({feed.id,
               feed.state,
               std::to_string(feed.items),
               time_or_dash(feed.last_success),
               time_or_dash(feed.next_at)},
              below(feed));
  }
  if (table.empty()) {
    terminal.out << "no feeds\n";
  } else {
    table.print(terminal.out);
  }
  return done;
}

}  // namespace cli
