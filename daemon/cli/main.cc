// newswatch: what a person asks of the daemon, or of files. The one place that knows CLI11.
#include <array>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "cli/check.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/discover.h"
#include "cli/match.h"
#include "cli/opml.h"
#include "cli/parse.h"
#include "cli/suggest.h"

namespace {

using cli::Terminal;

constexpr std::size_t most_listed = 1000;
constexpr std::array<std::string_view, 3> with_value = {"--config", "--state-dir", "--socket"};

/// The options as they are read, and what is to be done once all of them were.
struct Request {
  cli::Common common;
  bool reference = false;
  cli::AlertsOptions alerts;
  cli::DeliveriesOptions deliveries;
  cli::DiscoverOptions discover;
  cli::ImportOptions list;
  cli::ParseOptions parse;
  cli::MatchOptions match;
  std::string name;  ///< of a feed, a channel, a delivery or a file
  int (*command)(const Request&, const Terminal&) = nullptr;
};

using Command = decltype(Request::command);

/// A command; options of the program may also stand after its name.
CLI::App* add(
    CLI::App& app, Request& request, const char* name, const char* help, Command command) {
  CLI::App* sub = app.add_subcommand(name, help);
  sub->fallthrough();
  sub->callback([&request, command] {
    // A command within a command is called first, and is the one that was meant.
    if (request.command == nullptr) {
      request.command = command;
    }
  });
  return sub;
}

void add_common(CLI::App& app, Request& request) {
  cli::Common& common = request.common;
  app.add_option("--config", common.config, "The configuration")->type_name("FILE");
  app.add_option("--state-dir", common.state_dir, "Where the database is")->type_name("DIR");
  app.add_option("--socket", common.socket, "Where the daemon listens")->type_name("PATH");
  app.add_flag("--json", common.json, "Print JSON, as the API gives it");
}

void add_views(CLI::App& app, Request& request) {
  add(app, request, "status", "How the daemon is and what it has done", [](auto& r, auto& t) {
    return cli::status(r.common, t);
  });
  add(app, request, "feeds", "Every feed, its last answer and its trouble", [](auto& r, auto& t) {
    return cli::feeds(r.common, t);
  });
  auto* alerts = add(app, request, "alerts", "The newest alerts", [](auto& r, auto& t) {
    return cli::alerts(r.common, r.alerts, t);
  });
  alerts->add_option("--limit", request.alerts.limit, "At most so many")
      ->check(CLI::Range(std::size_t{1}, most_listed));
  alerts->add_option("--watch", request.alerts.watch, "Only of this watch");
  alerts->add_option("--channel", request.alerts.channel, "Only those sent to this channel");
  alerts->add_option("--since", request.alerts.since, "A time (RFC 3339), or a span such as 24h");
}

void add_deliveries(CLI::App& app, Request& request) {
  auto* deliveries =
      add(app,
          request,
          "deliveries",
          "Alerts on their way, sent, and given up on",
          [](auto& r, auto& t) { return cli::deliveries(r.common, r.deliveries, t); });
  cli::DeliveriesOptions& options = request.deliveries;
  deliveries->add_option("--limit", options.limit, "At most so many")
      ->check(CLI::Range(std::size_t{1}, most_listed));
  auto* dead = deliveries->add_flag("--dead", options.dead_letters, "Only the dead letters");
  deliveries->add_option("--state", options.state, "Only those in a state, such as pending")
      ->excludes(dead);
  deliveries->add_option("--channel", options.channel, "Only those to this channel");
  add(*deliveries,
      request,
      "retry",
      "Try a dead letter again",
      [](auto& r, auto& t) { return cli::retry(r.common, r.name, t); })
      ->add_option("KEY", request.name, "As `newswatch deliveries` shows it")
      ->required();
  add(*deliveries,
      request,
      "discard",
      "Give a delivery up for good",
      [](auto& r, auto& t) { return cli::discard(r.common, r.name, t); })
      ->add_option("KEY", request.name, "As `newswatch deliveries` shows it")
      ->required();
}

void add_orders(CLI::App& app, Request& request) {
  add(app,
      request,
      "test",
      "Send a test alert to a channel, and say how it went",
      [](auto& r, auto& t) { return cli::test(r.common, r.name, t); })
      ->add_option("CHANNEL", request.name, "Its name in the configuration")
      ->required();
  add(app, request, "reload", "Read the configuration anew", [](auto& r, auto& t) {
    return cli::reload(r.common, t);
  });
  add(app, request, "refresh", "Visit a feed, or all of them, now", [](auto& r, auto& t) {
    return cli::refresh(r.common, r.name, t);
  })->add_option("FEED", request.name, "Its id; all feeds without it");
  add(app,
      request,
      "backup",
      "Copy the database to a new file",
      [](auto& r, auto& t) { return cli::backup(r.common, r.name, t); })
      ->add_option("FILE", request.name, "Must not exist")
      ->required();
}

void add_check(CLI::App& app, Request& request) {
  add(app, request, "check", "Is the configuration right? Needs no daemon", [](auto& r, auto& t) {
    return cli::check(r.common, r.reference, t);
  })->add_flag("--reference", request.reference, "Print the page of every key instead");
}

void add_parse(CLI::App& app, Request& request) {
  auto* parse =
      add(app, request, "parse", "What a feed document says. Needs no daemon", [](auto& r, auto&) {
        cli::ParseOptions options = r.parse;
        options.json = r.common.json;
        return cli::parse_command(options);
      });
  cli::ParseOptions& options = request.parse;
  parse->add_option("FILE", options.file, "- or nothing: standard input");
  parse->add_option("--content-type", options.content_type, "As HTTP would say it");
  parse->add_option("--url", options.url, "Where the document came from");
  parse->add_option("--base", options.content_location, "Its Content-Location");
  parse->add_flag("--json-lines", options.json_lines, "One request and one answer a line");
}

void add_discover(CLI::App& app, Request& request) {
  request.discover.user_agent =
      "newswatch/" NEWSWATCH_VERSION " (+https://newswatch.example/; feed discovery)";
  auto* discover = add(
      app, request, "discover", "The feeds of a web page. Needs no daemon", [](auto& r, auto& t) {
        return cli::discover(r.common, r.discover, t);
      });
  discover->add_option("URL", request.discover.address, "Of a page")->required();
  discover
      ->add_option("--allow-private", request.discover.allow_private, "A block such as 10.0.0.0/8")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_lists(CLI::App& app, Request& request) {
  auto* sub = add(app,
                  request,
                  "import",
                  "Take the feeds of an OPML list into the configuration. Needs no daemon",
                  [](auto& r, auto& t) { return cli::import_opml(r.common, r.list, t); });
  cli::ImportOptions& options = request.list;
  sub->add_option("FILE", options.file, "The list; - is standard input")->required();
  sub->add_option("--name", options.name, "Write feeds.d/NAME.yaml");
  sub->add_flag("--force", options.force, "Replace that file");
  add(app,
      request,
      "export",
      "The feeds of the configuration as OPML. Needs no daemon",
      [](auto& r, auto& t) { return cli::export_opml(r.common, t); });
}

void add_match(CLI::App& app, Request& request) {
  auto* match = add(
      app, request, "match", "What watches find in a text. Needs no daemon", [](auto& r, auto& t) {
        cli::MatchOptions options = r.match;
        options.config = r.common.config;
        options.json = r.common.json;
        return cli::match_command(options, t);
      });
  cli::MatchOptions& options = request.match;
  match->add_option("FILE", options.file, "- or nothing: standard input");
  match->add_flag("--feed", options.feed, "FILE is a feed document, not plain text");
  match->add_option("--keyword", options.keywords, "Instead of the watches of the configuration")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  match->add_option("--query", options.query, "A query in place of keywords");
  match->add_option("--cases", options.cases, "Answer cases of the query language, one a line");
  match
      ->add_option(
          "--except", options.except, "Beside --keyword or --query: where it does not count")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  match->add_option("--in", options.in, "Fields to look at: title, summary, content, ...")
      ->expected(1)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  match->add_option("--watch", options.watch, "Only this watch of the configuration");
}

int wrong_usage(const CLI::App& app,
                const CLI::ParseError& error,
                const std::vector<std::string>& words,
                const Terminal& terminal) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) {
    names.push_back(sub->get_name());
  }
  const std::vector<std::string_view> commands(names.begin(), names.end());
  const auto unknown = cli::unknown_command(words, commands, with_value);
  return cli::complain(
      terminal, unknown.value_or(error.what()) + "\nsee newswatch --help", cli::usage);
}

int run(int count, char** words, const Terminal& terminal) {
  Request request;
  CLI::App app("newswatch: asks newswatchd how things stand, and tells it what to do", "newswatch");
  app.set_version_flag("--version", "newswatch " NEWSWATCH_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done; 1 configuration or start; 2 usage; 3 some feed or delivery failed.");
  add_common(app, request);
  add_views(app, request);
  add_deliveries(app, request);
  add_orders(app, request);
  add_check(app, request);
  add_discover(app, request);
  add_lists(app, request);
  add_parse(app, request);
  add_match(app, request);
  try {
    app.parse(count, words);
  } catch (const CLI::Success& asked) {
    return app.exit(asked, terminal.out, terminal.err);  // --help and --version
  } catch (const CLI::ParseError& error) {
    return wrong_usage(app, error, {words + 1, words + count}, terminal);
  }
  return request.command(request, terminal);
}

/// Colours for a person at a terminal who has not asked for none (https://no-color.org).
bool wants_colour() {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): this program has one thread
  const char* none = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && (none == nullptr || *none == '\0');
}

}  // namespace

int main(int count, char** words) {
  const Terminal terminal{std::cout, std::cerr, wants_colour()};
  try {
    const int code = run(count, words, terminal);
    std::cout.flush();
    return std::cout.good() ? code
                            : cli::complain(terminal, "cannot write the answer", cli::failed);
  } catch (const std::exception& error) {
    return cli::complain(terminal, error.what(), cli::failed);
  }
}
