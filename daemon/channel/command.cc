// The channel `command`: a program of the user's, run once for each message, with the alert object
// on its standard input. Feed text reaches it there and in the environment, never in its arguments.
#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "alert/object.h"
#include "base/fd.h"
#include "base/text.h"
#include "channel/sending.h"
#include "channel/subprocess.h"
#include "channel/types.h"
#include "channel/writing.h"

namespace channel {
namespace {

constexpr base::Seconds usual_timeout{30};
constexpr base::Seconds longest_timeout = std::chrono::minutes(4);  // below the lane's deadline
constexpr std::size_t longest_value = 4096;  // code points of an environment variable

// sysexits.h, as C1 of the delivery design reads them.
constexpr int exit_data_error = 65;
constexpr int exit_try_later = 75;
constexpr int exit_configuration = 78;

std::string variable(std::string_view name, std::string_view value) {
  std::string text = std::string(name) + "=" + base::shorten(value, longest_value);
  text.erase(std::remove(text.begin(), text.end(), '\0'), text.end());
  return text;
}

// What of the daemon's own environment a script may expect; nothing else passes, secrets least of
// all.
std::vector<std::string> inherited() {
  std::vector<std::string> list;
  for (const char* name : {"HOME", "LANG", "TZ"}) {
    const char* value = secure_getenv(name);
    if (value != nullptr) list.push_back(std::string(name) + "=" + value);
  }
  const char* path = secure_getenv("PATH");
  list.push_back(std::string("PATH=") + (path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"));
  return list;
}

class CommandChannel final : public Channel {
 public:
  CommandChannel(std::vector<std::string> argv, base::Seconds timeout, std::string name)
      : argv_(std::move(argv)),
        timeout_(timeout),
        name_(std::move(name)),
        inherited_(inherited()) {}

  std::vector<Verdict> send(std::span<const model::Message> messages,
                            base::SteadyPoint deadline) override {
    return one_by_one(messages, deadline, [&](const model::Message& message) {
      const auto left = time_left(deadline - kill_grace, timeout_);
      return left.count() == 0 ? out_of_time() : send_one(message, left);
    });
  }

  void interrupt() noexcept override { interrupted_.ring(); }

 private:
  [[nodiscard]] Verdict send_one(const model::Message& message,
                                 std::chrono::milliseconds limit) const {
    std::string input;
    for (const model::Alert& alert : message.alerts) {
      input += alert::to_json(alert, message.attempt) + "\n";
    }
    Program program;
    program.argv = argv_;
    program.environment = environment(message);
    program.input = input;
    program.deadline = base::SystemClock().steady() + limit;
    program.interrupt = interrupted_.descriptor();
    return verdict(run(program), message.attempt);
  }

  [[nodiscard]] std::vector<std::string> environment(const model::Message& message) const {
    std::vector<std::string> list = inherited_;
    list.push_back(variable("NEWSWATCH_ALERT_ID", message.idem_key));
    list.push_back(variable("NEWSWATCH_ATTEMPT", std::to_string(message.attempt)));
    list.push_back(variable("NEWSWATCH_CHANNEL", name_));
    if (message.alerts.empty()) return list;
    const model::Alert& alert = message.alerts.front();
    list.push_back(variable("NEWSWATCH_KIND", model::word(alert.kind)));
    list.push_back(variable("NEWSWATCH_PRIORITY", model::word(alert.priority)));
    list.push_back(variable("NEWSWATCH_WATCH", alert.watch));
    list.push_back(variable("NEWSWATCH_FEED", alert.item.feed));
    list.push_back(variable("NEWSWATCH_FEED_TITLE", alert.item.feed_title));
    list.push_back(variable("NEWSWATCH_TITLE", alert.item.title));
    list.push_back(variable("NEWSWATCH_LINK", alert.item.link));
    return list;
  }

  [[nodiscard]] Verdict verdict(const Ending& ending, int attempt) const {
    switch (ending.kind) {
      case Ending::Kind::exited:
        return of_exit(ending, attempt);
      case Ending::Kind::signalled: {
        const char* signal = sigabbrev_np(ending.code);
        return perhaps(later(argv_.front() + " was ended by SIG" +
                             (signal != nullptr ? signal : std::to_string(ending.code)) +
                             said(ending)));
      }
      case Ending::Kind::timed_out:
        return perhaps(later(argv_.front() + " was ended after the " + base::format_span(timeout_) +
                             " it is given" + said(ending)));
      case Ending::Kind::interrupted:
        return perhaps(later(argv_.front() + " was ended because newswatch stops"));
      case Ending::Kind::not_started:
        return of_start(ending.code, attempt);
    }
    return later("nothing is known of how the command ended");
  }

  [[nodiscard]] Verdict of_exit(const Ending& ending, int attempt) const {
    if (ending.code == 0) return sent();
    const std::string reason =
        argv_.front() + " ended with exit code " + std::to_string(ending.code) + said(ending);
    // 127 and 126 are how a shell, or env in a first line, says "not found" and "not executable".
    if (ending.code == 126 || ending.code == 127) return later_then_never(reason, attempt);
    const bool hopeless = ending.code == exit_data_error || ending.code == exit_configuration;
    if (hopeless) return never(reason);
    return ending.code == exit_try_later ? later(reason) : perhaps(later(reason));
  }

  [[nodiscard]] Verdict of_start(int error, int attempt) const {
    const std::string reason = argv_.front() + " cannot be started: " + system_words(error);
    const bool for_now = error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE ||
                         error == ETXTBSY || error == EINTR;
    return for_now ? later(reason) : later_then_never(reason, attempt);
  }

  static Verdict perhaps(Verdict verdict) {
    verdict.maybe_arrived = true;
    return verdict;
  }

  static std::string said(const Ending& ending) {
    const std::string words = first_words(ending.output);
    return words.empty() ? "" : ": " + words;
  }

  const std::vector<std::string> argv_;
  const base::Seconds timeout_;
  const std::string name_;
  const std::vector<std::string> inherited_;
  base::Bell interrupted_;
};

std::vector<std::string> read_argv(const settings::Section& section) {
  std::vector<std::string> argv;
  for (const settings::Located& word : section.list("run")) {
    if (word.text.find('\0') != std::string::npos) {
      section.problem(word.place, "an argument cannot hold a NUL character");
    }
    argv.push_back(word.text);
  }
  const settings::Place place = section.place_of("run");
  if (!section.has("run")) {
    section.problem(place, "`run` is missing: the program and its arguments, as a list");
  } else if (!argv.empty() && !std::filesystem::path(argv.front()).is_absolute()) {
    section.problem(place,
                    "`run` must begin with the whole path of the program, such as "
                    "/usr/local/bin/on-alert; there is no shell, and no search of $PATH");
  } else if (argv.empty()) {
    section.problem(place, "`run` is empty: it needs the program and its arguments");
  }
  return argv;
}

}  // namespace

std::unique_ptr<Channel> make_command(const settings::Section& section,
                                      const Surroundings& around) {
  const std::size_t before = section.problem_count();
  std::vector<std::string> argv = read_argv(section);
  const auto timeout = section.span("timeout", base::Seconds(1), longest_timeout);
  section.finish();
  if (section.problem_count() > before) return nullptr;
  return std::make_unique<CommandChannel>(
      std::move(argv), timeout.value_or(usual_timeout), around.name);
}

}  // namespace channel
