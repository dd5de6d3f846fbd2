// The channel `webhook`: the alert object posted as JSON, with the headers of Standard
// Webhooks 1.0, so that any of its verifying libraries can check the signature and know a
// repetition by its id.
#include <algorithm>
#include <optional>

#include "alert/object.h"
#include "base/hash.h"
#include "base/text.h"
#include "channel/sending.h"
#include "channel/types.h"
#include "net/address_guard.h"
#include "net/fetch_once.h"
#include "settings/headers.h"

namespace channel {
namespace {

constexpr std::chrono::seconds longest_post{20};
constexpr std::size_t longest_answer = 64U << 10U;  // bytes
constexpr base::Seconds longest_retry_after = std::chrono::hours(24);

struct Hook {
  net::Post post;                     ///< all but the message
  std::string key;                    ///< of the signature; empty: unsigned
  std::vector<base::Secret> secrets;  ///< what no reason may say
};

// One alert is the data itself; a digest holds a list of them.
std::string body_of(const model::Message& message) {
  const model::Alert none;
  const model::Alert& first = message.alerts.empty() ? none : message.alerts.front();
  std::string data;
  for (const model::Alert& alert : message.alerts) {
    if (!data.empty()) data += ',';
    data += alert::to_json(alert, message.attempt);
  }
  if (message.alerts.size() != 1) data = "{\"alerts\":[" + data + "]}";
  return std::string("{\"type\":\"alert.") + model::word(first.kind) + "\",\"timestamp\":\"" +
         base::format_rfc3339(first.created) + "\",\"data\":" + data + "}";
}

class WebhookChannel final : public Channel {
 public:
  WebhookChannel(Hook hook, const base::Clock* clock) : hook_(std::move(hook)), clock_(clock) {}

  std::vector<Verdict> send(std::span<const model::Message> messages,
                            base::SteadyPoint deadline) override {
    return one_by_one(messages, deadline, [&](const model::Message& message) {
      const auto answer = net::post(request(message), time_left(deadline, longest_post));
      Verdict verdict = answer ? of_answer(*answer, message.attempt) : of_error(answer.error());
      verdict.reason = without(std::move(verdict.reason), hook_.secrets);
      return verdict;
    });
  }

 private:
  [[nodiscard]] net::Post request(const model::Message& message) const {
    net::Post post = hook_.post;
    post.body = body_of(message);
    const base::TimePoint now = clock_ != nullptr ? clock_->now() : base::SystemClock().now();
    const std::string stamp = std::to_string(now.time_since_epoch().count());
    const auto add = [&post](const char* name, std::string value) {
      post.headers.push_back({name, base::Secret(std::move(value))});
    };
    add("webhook-id", message.idem_key);
    add("webhook-timestamp", stamp);
    if (!hook_.key.empty()) {
      const base::Digest digest =
          base::hmac_sha256(hook_.key, message.idem_key + "." + stamp + "." + post.body);
      add("webhook-signature", "v1," + base::base64(base::bytes_of(digest)));
    }
    return post;
  }

  [[nodiscard]] static Verdict of_answer(const net::PostAnswer& answer, int attempt) {
    const int status = answer.status;
    if (status >= 200 && status < 300) return sent();
    std::string reason = "the receiver answered " + std::to_string(status);
    if (const std::string words = first_words(answer.body); !words.empty()) {
      reason += ": " + words;
    }
    if (status >= 300 && status < 400) {
      return never(reason + "; a redirect is never followed, put the final address into `url`");
    }
    if (status == 410) return never(reason + "; it says it is gone for good, remove the channel");
    const bool waits = status == 408 || status == 425 || status == 429 || status >= 500;
    Verdict verdict = waits ? later(reason) : later_then_never(reason, attempt);
    if (waits && answer.retry_after) {
      verdict.retry_after = std::clamp(*answer.retry_after, base::Seconds(0), longest_retry_after);
    }
    return verdict;
  }

  [[nodiscard]] static Verdict of_error(const base::Error& error) {
    if (error.cause == base::Cause::denied) {
      return never(error.message +
                   "; if this receiver is meant, add its address block to the channel's "
                   "`allow_private`");
    }
    if (error.cause == base::Cause::invalid) return never(error.message);
    Verdict verdict = later(error.message);
    verdict.maybe_arrived = error.message.ends_with("after the whole request was sent");
    return verdict;
  }

  const Hook hook_;
  const base::Clock* const clock_;
};

// "whsec_" and base64 is how Standard Webhooks hands keys around; anything else is taken as it is.
std::string read_key(const settings::Section& section, std::vector<base::Secret>& secrets) {
  constexpr std::string_view prefix = "whsec_";
  constexpr std::size_t shortest = 16;  // bytes; less could be guessed from one signed body
  const auto secret = section.secret("secret");
  if (!secret) return {};
  const settings::Place place = section.place_of("secret");
  std::string key = secret->reveal();
  if (key.starts_with(prefix)) {
    auto bytes = base::parse_base64(std::string_view(key).substr(prefix.size()));
    if (!bytes) {
      section.problem(place, "the secret begins with whsec_, but base64 does not follow");
      return {};
    }
    key = *std::move(bytes);
  }
  if (key.size() < shortest) {
    section.problem(place,
                    "the secret is shorter than 16 bytes; make one with: openssl rand -base64 32");
  }
  secrets.push_back(*secret);
  return key;
}

void read_headers(const settings::Section& section, Hook& hook, const Surroundings& around) {
  hook.post.headers = {{"Content-Type", base::Secret("application/json; charset=utf-8")},
                       {"User-Agent", base::Secret(around.user_agent)}};
  const auto headers = section.section("headers");
  if (!headers) return;
  for (model::Header& header : settings::read_headers(*headers)) {
    const std::string lower = base::lower_ascii(header.name);
    if (lower.starts_with("webhook-") || lower == "content-type" || lower == "user-agent") {
      section.problem(headers->place_of(header.name),
                      "the header " + header.name + " is written by newswatch itself; remove it");
      continue;
    }
    hook.secrets.push_back(header.value);
    hook.post.headers.push_back(std::move(header));
  }
  headers->finish();
}

void read_allowed(const settings::Section& section, Hook& hook) {
  for (const settings::Located& block : section.list("allow_private")) {
    if (const auto cidr = net::Cidr::parse(block.text); !cidr) {
      section.problem(block.place, cidr.error().message);
    }
    hook.post.allow_private.push_back(block.text);
  }
}

// All of an address but its origin may be a secret: many services put their key into the path.
void keep_secret(const base::Url& url, std::vector<base::Secret>& secrets) {
  for (const std::string& part :
       {url.str(), url.path() + url.query(), url.path(), url.user_info()}) {
    secrets.emplace_back(part);
  }
}

}  // namespace

std::unique_ptr<Channel> make_webhook(const settings::Section& section,
                                      const Surroundings& around) {
  const std::size_t before = section.problem_count();
  Hook hook;
  const auto url = section.required_url("url", {"https", "http"});
  hook.key = read_key(section, hook.secrets);
  read_headers(section, hook, around);
  read_allowed(section, hook);
  section.finish();
  if (!url || section.problem_count() > before) return nullptr;
  hook.post.url = *url;
  hook.post.max_answer = longest_answer;
  keep_secret(*url, hook.secrets);
  return std::make_unique<WebhookChannel>(std::move(hook), around.clock);
}

}  // namespace channel
