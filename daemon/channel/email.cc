// The channel `email`: one mail for each address and alert, so that what a server says of one
// recipient is about that one only.
#include <algorithm>
#include <optional>

#include "alert/render.h"
#include "base/text.h"
#include "channel/mime.h"
#include "channel/sending.h"
#include "channel/types.h"
#include "net/smtp.h"

namespace channel {
namespace {

constexpr std::chrono::seconds longest_mail{60};
constexpr std::size_t most_recipients = 100;

struct Post {
  net::Mail mail;  ///< all but recipient and content
  Address from;
  std::vector<Address> to;
  std::string host;  ///< right side of Message-ID and List-Id
  std::string name;  ///< of the channel
};

// Replies about who we are, not about the mail: a mistyped password must not cost an alert.
bool about_signing_in(int reply) {
  return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

class EmailChannel final : public Channel {
 public:
  explicit EmailChannel(Post post) : post_(std::move(post)), secrets_{post_.mail.password} {}

  std::vector<Verdict> send(std::span<const model::Message> messages,
                            base::SteadyPoint deadline) override {
    return one_by_one(messages, deadline, [&](const model::Message& message) {
      net::Mail mail = post_.mail;
      mail.to = message.recipient;
      mail.content = to_mime(letter(message));
      Verdict verdict = of_answer(net::send_mail(mail, time_left(deadline, longest_mail)));
      verdict.reason = without(std::move(verdict.reason), secrets_);
      return verdict;
    });
  }

  [[nodiscard]] std::vector<std::string> recipients() const override {
    std::vector<std::string> specs;
    specs.reserve(post_.to.size());
    for (const Address& address : post_.to)
      specs.push_back(address.spec);
    return specs;
  }

 private:
  [[nodiscard]] Letter letter(const model::Message& message) const {
    Letter letter;
    letter.from = post_.from;
    letter.to = named(message.recipient);
    letter.message_id = dot_atom(message.idem_key) + "@" + post_.host;
    letter.list_id = dot_atom(post_.name) + ".newswatch." + post_.host;
    if (!message.alerts.empty()) {
      const model::Alert& first = message.alerts.front();
      letter.subject = alert::headline(first);
      letter.alert_id = first.id;
      letter.date = first.created;  // the same in every attempt, as the Message-ID is
      letter.html = alert::html(first);
    }
    for (const model::Alert& alert : message.alerts)
      letter.text += alert::plain_text(alert);
    return letter;
  }

  // The configured name of a recipient; an outbox row may be older than the configuration.
  [[nodiscard]] Address named(const std::string& recipient) const {
    const auto found = std::find_if(post_.to.begin(), post_.to.end(), [&](const Address& one) {
      return one.spec == recipient;
    });
    return found != post_.to.end() ? *found : Address{"", recipient};
  }

  [[nodiscard]] Verdict of_answer(const net::MailAnswer& answer) const {
    if (answer.reply >= 200 && answer.reply < 300) return sent();
    if (about_signing_in(answer.reply)) {
      return later(answer.message + "; check `user` and `password` of channel " + post_.name);
    }
    if (answer.reply >= 500) return never(answer.message);
    Verdict verdict = later(answer.message);
    verdict.maybe_arrived = answer.reply == 0 && answer.sent_all;
    return verdict;
  }

  const Post post_;
  const std::vector<base::Secret> secrets_;
};

std::optional<Address> read_address(const settings::Section& section,
                                    const std::string& text,
                                    const settings::Place& place) {
  auto address = Address::parse(text);
  if (address) return *std::move(address);
  section.problem(place, base::printable(base::shorten(text, 80)) + ": " + address.error().message);
  return std::nullopt;
}

void read_addresses(const settings::Section& section, Post& post) {
  const std::string from = section.required_text("from");
  if (section.has("from") && !from.empty()) {
    post.from = read_address(section, from, section.place_of("from")).value_or(Address());
  }
  for (const settings::Located& written : section.list("to")) {
    const auto address = read_address(section, written.text, written.place);
    if (!address) continue;
    const bool twice = std::any_of(post.to.begin(), post.to.end(), [&](const Address& one) {
      return base::equal_ignoring_case(one.spec, address->spec);
    });
    if (twice) section.problem(written.place, address->spec + " is in the list twice");
    post.to.push_back(*address);
  }
  if (!section.has("to")) {
    section.problem(section.place(), "`to` is missing: one address, or a list of them");
  } else if (post.to.size() > most_recipients) {
    section.problem(section.place_of("to"),
                    "more than 100 addresses; use a mailing list for so many");
  }
}

bool is_this_machine(const std::string& host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

void read_signing_in(const settings::Section& section, Post& post) {
  const std::string user = section.text("user").value_or("");
  const auto password = section.secret("password");
  if (section.has("user") != section.has("password")) {
    const bool lacks_password = section.has("user");
    section.problem(section.place_of(lacks_password ? "user" : "password"),
                    lacks_password ? "`user` needs a `password` beside it"
                                   : "`password` needs a `user` beside it");
  }
  post.mail.user = user;
  post.mail.password = password.value_or(base::Secret());
}

void read_tls(const settings::Section& section, Post& post) {
  const std::string preset = post.mail.user.empty() ? "opportunistic" : "required";
  const std::string tls =
      section.choice("tls", {"off", "opportunistic", "required"}).value_or(preset);
  post.mail.tls = tls == "off"        ? net::Mail::Tls::off
                  : tls == "required" ? net::Mail::Tls::required
                                      : net::Mail::Tls::opportunistic;
  post.mail.insecure = section.flag("insecure").value_or(false);
  const settings::Place place = section.place_of("tls");
  if (post.mail.server.scheme() == "smtps" && section.has("tls") && tls != "required") {
    section.problem(place, "smtps:// is always encrypted; leave `tls` out");
  } else if (!post.mail.user.empty() && tls != "required" &&
             !is_this_machine(post.mail.server.host())) {
    section.problem(place,
                    "`user` and `password` are only sent to another machine with `tls: required`");
  }
}

void read_server(const settings::Section& section, Post& post) {
  const auto server = section.required_url("server", {"smtp", "smtps"});
  if (!server) return;
  const bool more = !server->user_info().empty() || server->path().size() > 1 ||
                    !server->query().empty() || !server->fragment().empty();
  if (more) {
    section.problem(section.place_of("server"),
                    "`server` is smtp://HOST:PORT or smtps://HOST:PORT and no more; the user goes "
                    "into `user` and `password`");
  }
  post.mail.server = *server;
}

}  // namespace

std::unique_ptr<Channel> make_email(const settings::Section& section, const Surroundings& around) {
  const std::size_t before = section.problem_count();
  Post post;
  read_server(section, post);
  read_addresses(section, post);
  read_signing_in(section, post);
  read_tls(section, post);
  section.finish();
  if (section.problem_count() > before) return nullptr;
  post.mail.from = post.from.spec;
  post.host = dot_atom(around.host_name);
  post.name = around.name;
  return std::make_unique<EmailChannel>(std::move(post));
}

}  // namespace channel
