#include <ostream>
#include <string>
#include <vector>

#include "api/read.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/source.h"

namespace cli {
namespace {

void line(std::ostream& out, std::string_view name, std::string_view text) {
  constexpr std::size_t width = 15;
  out << name << std::string(width - name.size(), ' ') << base::printable(text) << '\n';
}

std::string feeds_text(const api::StatusView& view) {
  std::string text = std::to_string(view.daemon.feeds);
  if (view.feeds_in_trouble > 0) {
    text +=
        ", " + std::to_string(view.feeds_in_trouble) + " in trouble (`newswatch feeds` says why)";
  }
  if (view.next_visit) {
    text += "; next visit " + base::format_local(*view.next_visit);
  }
  return text;
}

std::string deliveries_text(const api::StatusView& view) {
  std::string text = std::to_string(view.pending) + " waiting";
  if (view.dead > 0) {
    text += ", " + std::to_string(view.dead) + " dead (`newswatch deliveries --dead` says why)";
  }
  return text;
}

void show_daemon(std::ostream& out, const api::DaemonStatus& daemon) {
  line(out,
       "daemon",
       "newswatchd " + daemon.version + ", pid " + std::to_string(daemon.pid) + ", since " +
           base::format_local(daemon.started));
  line(
      out, "configuration", daemon.config_file + ", read " + base::format_local(daemon.configured));
  line(out, "database", daemon.database);
}

}  // namespace

int status(const Common& common, const Terminal& terminal) {
  const auto answer = Source(common).get("/v1/status");
  if (!answer) {
    return refuse(terminal, answer.error());
  }
  if (answer->status != 200) {
    return refuse(terminal, *answer);
  }
  if (common.json) {
    return print_json(terminal, answer->body);
  }
  const auto view = api::read_status(answer->body);
  if (!view) {
    return refuse(terminal, view.error());
  }
  if (view->running) {
    show_daemon(terminal.out, view->daemon);
  } else {
    line(terminal.out, "daemon", "not running; this is what the database says");
  }
  line(terminal.out, "feeds", feeds_text(*view));
  if (view->running) {
    line(terminal.out, "watches", std::to_string(view->daemon.watches));
    line(terminal.out, "channels", base::join(view->daemon.channels, ", "));
  }
  line(terminal.out, "items", std::to_string(view->items));
  line(terminal.out, "alerts", std::to_string(view->alerts));
  line(terminal.out, "deliveries", deliveries_text(*view));
  if (view->running && !view->daemon.config_ok) {
    terminal.out << "\nThe last reload was refused; the configuration read before is in use:\n";
    for (const std::string& problem : view->daemon.config_problems) {
      terminal.out << "  " << base::printable(problem) << '\n';
    }
  }
  return done;
}

}  // namespace cli
