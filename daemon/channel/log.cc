// The channel `log`: alerts on standard output, as a person at a terminal wants them, or one line
// each for the journal.
#include <string>

#include <stdlib.h>
#include <unistd.h>

#include "alert/render.h"
#include "base/text.h"
#include "channel/sending.h"
#include "channel/types.h"
#include "channel/writing.h"

namespace channel {
namespace {

enum class Form { plain, colour, journal };

constexpr std::size_t longest_field = 500;  // code points

std::string field(std::string_view name, std::string_view text) {
  std::string quoted;
  for (const char c : base::printable(base::shorten(text, longest_field))) {
    if (c == '"') quoted += '\\';  // a backslash is one already: printable() made it
    quoted += c;
  }
  return " " + std::string(name) + "=\"" + quoted + '"';
}

// The journal takes "<5>" for the priority "notice": above the chatter of info, below what needs a
// hand.
std::string journal_line(const model::Alert& alert) {
  const model::AlertItem& item = alert.item;
  std::string line = "<5>alert" + field("watch", alert.watch) + field("title", item.title) +
                     field("feed", item.feed) + field("link", item.link);
  if (item.published) line += " published=" + base::format_rfc3339(*item.published);
  return line + field("why", alert::why(alert)) + " id=" + base::printable(alert.id) + "\n";
}

class LogChannel final : public Channel {
 public:
  explicit LogChannel(Form form) : form_(form) {}

  std::vector<Verdict> send(std::span<const model::Message> messages,
                            base::SteadyPoint deadline) override {
    return one_by_one(messages, deadline, [&](const model::Message& message) {
      std::string text;
      for (const model::Alert& alert : message.alerts)
        text += in_words(alert);
      const auto written = write_all(STDOUT_FILENO, text, deadline);
      if (written) return sent();
      Verdict verdict = later("standard output: " + written.error().message);
      verdict.maybe_arrived = true;  // in part, at least
      return verdict;
    });
  }

 private:
  [[nodiscard]] std::string in_words(const model::Alert& alert) const {
    if (form_ == Form::journal) return journal_line(alert);
    return alert::terminal(alert, form_ == Form::colour ? alert::Colour::yes : alert::Colour::no) +
           "\n";
  }

  const Form form_;
};

bool terminal_takes_colour() {
  const char* refused = secure_getenv("NO_COLOR");
  const char* terminal = secure_getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDOUT_FILENO) == 1 && (refused == nullptr || *refused == '\0') && !dumb;
}

Form form_for(std::string_view colour) {
  if (colour == "always") return Form::colour;
  if (isatty(STDOUT_FILENO) == 0 && base::log_style_here() == base::Log::Style::journal) {
    return Form::journal;
  }
  return colour == "auto" && terminal_takes_colour() ? Form::colour : Form::plain;
}

}  // namespace

std::unique_ptr<Channel> make_log(const settings::Section& section, const Surroundings&) {
  const std::size_t before = section.problem_count();
  const auto colour = section.choice("colour", {"auto", "always", "never"});
  section.finish();
  if (section.problem_count() > before) return nullptr;
  return std::make_unique<LogChannel>(form_for(colour.value_or("auto")));
}

}  // namespace channel
