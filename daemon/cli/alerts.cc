#include <ostream>
#include <string>

#include "alert/render.h"
#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"

namespace cli {
namespace {

std::string target(const AlertsOptions& options) {
  std::string text = "/v1/alerts?limit=" + std::to_string(options.limit);
  for (const auto& [name, value] : {std::pair{"watch", &options.watch},
                                    {"channel", &options.channel},
                                    {"since", &options.since}}) {
    if (!value->empty()) {
      text += api::target_of(std::string("&") + name + "=", *value);
    }
  }
  return text;
}

}  // namespace

int alerts(const Common& common, const AlertsOptions& options, const Terminal& terminal) {
  const auto answer = Source(common).get(target(options));
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  const auto all = api::read_alerts(answer->body);
  if (!all) {
    return refuse(terminal, all.error());
  }
  if (all->empty()) {
    terminal.out << "no alerts\n";
  }
  const auto colour = terminal.colour ? alert::Colour::yes : alert::Colour::no;
  for (const model::Alert& each : *all) {
    const std::string text = alert::terminal(each, colour);
    terminal.out << text << (text.ends_with('\n') ? "" : "\n") << '\n';
  }
  return done;
}

}  // namespace cli
