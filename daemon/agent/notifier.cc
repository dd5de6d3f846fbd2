#include "agent/notifier.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include <libnotify/notify.h>
#include <poll.h>

#include "agent/open_link.h"
#include "base/fd.h"
#include "base/mailbox.h"

namespace agent {
namespace {

constexpr const char* application = "newswatch";
constexpr const char* icon =
    "dialog-information";  // of the freedesktop standard: every theme has it

constexpr const char* no_answer = "the notification server does not answer";

/// For poll: not negative, and not 0 before the moment has come.
int milliseconds_until(std::chrono::steady_clock::time_point moment) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(moment - std::chrono::steady_clock::now());
  return static_cast<int>(std::max(left.count(), std::chrono::milliseconds::rep{0}));
}

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
using Notification = std::unique_ptr<NotifyNotification, Unref>;

/// A note to be made once the server's abilities are known.
using Job = std::function<Note(const Abilities&)>;

struct Shown {
  std::string key;
  Notification notification;  ///< alive, for its clicks to arrive
};

NotifyUrgency urgency(model::Alert::Priority priority) {
  switch (priority) {
    case model::Alert::Priority::low:
      return NOTIFY_URGENCY_LOW;
    case model::Alert::Priority::urgent:
      return NOTIFY_URGENCY_CRITICAL;
    case model::Alert::Priority::normal:
    case model::Alert::Priority::high:
      break;
  }
  return NOTIFY_URGENCY_NORMAL;
}

/// Asks the server each time: it may be another one since. Nothing where none answers.
std::optional<Abilities> server_abilities() {
  GList* list = notify_get_server_caps();
  if (list == nullptr) {
    return std::nullopt;
  }
  Abilities abilities;
  for (const GList* each = list; each != nullptr; each = each->next) {
    const std::string_view name = static_cast<const char*>(each->data);
    abilities.markup = abilities.markup || name == "body-markup";
    abilities.actions = abilities.actions || name == "actions";
  }
  g_list_free_full(list, g_free);
  return abilities;
}

struct Click {
  base::Log* log;
  std::string link;
};

extern "C" {

void clicked(NotifyNotification* notification, char* action, gpointer data) {
  (void)action;  // there is only one
  const auto* click = static_cast<const Click*>(data);
  if (const auto opened = open_link(click->link); !opened) {
    click->log->warning("a link cannot be opened", {{"reason", opened.error().message}});
  }
  GError* error = nullptr;
  notify_notification_close(notification, &error);
  if (error != nullptr) {
    g_error_free(error);  // gone already: that is what was wanted
  }
}

/// libnotify writes to standard error what our own errors say better, and once.
void hush(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer data) {
  (void)domain;
  (void)level;
  (void)message;
  (void)data;
}

void forget_click(gpointer data) {
  std::unique_ptr<Click>(static_cast<Click*>(data)).reset();
}
}

}  // namespace

/// Everything but jobs and answers belongs to the thread.
struct Notifier::State {
  State(base::Log& given_log, int given_stop)
      : log(given_log), stop(given_stop), context(g_main_context_new()) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() { g_main_context_unref(context); }

  void run(const std::stop_token& stopping);
  bool perform_next();
  base::Status show(const Note& note, const Abilities& abilities);
  base::Status perform(const Job& job);
  NotifyNotification* place_for(const Note& note);
  std::optional<base::Status> answer_now();
  base::Status ask(Job job);
  void request_stop();

  base::Log& log;
  int stop;
  GMainContext* context;
  base::Bell answered;
  base::Bell ended;
  base::Mailbox<Job> jobs{1};
  base::Mailbox<base::Status> answers{4, &answered};
  std::size_t abandoned = 0;  ///< answers nobody waits for any more
  std::deque<Shown> shown;    ///< oldest first
  std::jthread thread;
};

/// False if there is none.
bool Notifier::State::perform_next() {
  const auto job = jobs.take_now();
  if (!job.has_value()) {
    return false;
  }
  answers.put_always(perform(*job));
  return true;
}

void Notifier::State::run(const std::stop_token& stopping) {
  g_main_context_push_thread_default(context);
  (void)g_log_set_handler("libnotify", G_LOG_LEVEL_WARNING, hush, nullptr);
  while (!stopping.stop_requested()) {
    if (!perform_next()) {
      g_main_context_iteration(context, TRUE);
    }
  }
  shown.clear();
  if (notify_is_initted() != FALSE) {
    notify_uninit();
  }
  g_main_context_pop_thread_default(context);
  ended.ring();
}

base::Status Notifier::State::perform(const Job& job) {
  if (notify_is_initted() == FALSE && notify_init(application) == FALSE) {
    return base::fail(base::Cause::unavailable, "libnotify cannot be started");
  }
  const auto abilities = server_abilities();
  if (!abilities) {
    return base::fail(base::Cause::unavailable,
                      "no notification server answers on the session bus");
  }
  return show(job(*abilities), *abilities);
}

/// The notification to be shown under the note's key: the one still there, else a new one.
NotifyNotification* Notifier::State::place_for(const Note& note) {
  for (auto each = shown.begin(); each != shown.end(); ++each) {
    if (each->key == note.key) {
      Shown again = std::move(*each);
      shown.erase(each);
      shown.push_back(std::move(again));
      NotifyNotification* notification = shown.back().notification.get();
      notify_notification_update(notification, note.title.c_str(), note.body.c_str(), icon);
      notify_notification_clear_actions(notification);
      return notification;
    }
  }
  if (shown.size() >= max_remembered) {
    shown.pop_front();
  }
  shown.push_back(
      {note.key,
       Notification(notify_notification_new(note.title.c_str(), note.body.c_str(), icon))});
  return shown.back().notification.get();
}

base::Status Notifier::State::show(const Note& note, const Abilities& abilities) {
  NotifyNotification* notification = place_for(note);
  notify_notification_set_urgency(notification, urgency(note.priority));
  if (abilities.actions && !note.link.empty()) {
    auto click = std::make_unique<Click>(Click{&log, note.link});
    notify_notification_add_action(
        notification, "default", "Open", clicked, click.release(), forget_click);
  }
  GError* error = nullptr;
  if (notify_notification_show(notification, &error) != FALSE) {
    return {};
  }
  const std::string reason = error == nullptr ? "no reason given" : error->message;
  if (error != nullptr) {
    g_error_free(error);
  }
  shown.pop_back();
  return base::fail(base::Cause::unavailable, "the notification server refused: " + reason);
}

/// The answer to the job being waited for, if it is there; those nobody waits for are passed over.
std::optional<base::Status> Notifier::State::answer_now() {
  while (auto answer = answers.take_now()) {
    if (abandoned == 0) {
      return answer;
    }
    --abandoned;
  }
  return std::nullopt;
}

base::Status Notifier::State::ask(Job job) {
  (void)answer_now();  // those that came late are passed over; there is no other
  if (abandoned > 0 || !jobs.put(std::move(job))) {
    return base::fail(base::Cause::unavailable, no_answer);
  }
  g_main_context_wakeup(context);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    answered.clear();
    if (auto answer = answer_now()) {
      return *std::move(answer);
    }
    std::array<pollfd, 2> waiting{pollfd{answered.descriptor(), POLLIN, 0},
                                  pollfd{stop, POLLIN, 0}};
    const int left = milliseconds_until(deadline);
    (void)::poll(waiting.data(), waiting.size(), left);  // interrupted: it looks again
    if (waiting[1].revents != 0) {
      ++abandoned;
      return base::fail(base::Cause::cancelled, "stopped before the notification was shown");
    }
    if (left == 0 && waiting[0].revents == 0) {
      ++abandoned;
      return base::fail(base::Cause::unavailable, no_answer);
    }
  }
}

void Notifier::State::request_stop() {
  thread.request_stop();
  g_main_context_wakeup(context);
}

Notifier::Notifier(base::Log& log, int stop) : state_(std::make_unique<State>(log, stop)) {
  state_->thread = std::jthread(
      [state = state_.get()](const std::stop_token& stopping) { state->run(stopping); });
}

Notifier::~Notifier() {
  state_->request_stop();
  state_->thread.join();
}

bool Notifier::end(std::chrono::milliseconds longest) {
  state_->request_stop();
  const auto deadline = std::chrono::steady_clock::now() + longest;
  pollfd waiting{state_->ended.descriptor(), POLLIN, 0};
  do {
    (void)::poll(&waiting, 1, milliseconds_until(deadline));  // interrupted: it looks again
  } while (waiting.revents == 0 && milliseconds_until(deadline) > 0);
  return waiting.revents != 0;
}

base::Status Notifier::show(const model::Message& message) {
  return state_->ask([message](const Abilities& abilities) { return note_of(message, abilities); });
}

base::Status Notifier::show_summary(std::size_t alerts, std::size_t shown) {
  return state_->ask([alerts, shown](const Abilities&) { return summary_of(alerts, shown); });
}

}  // namespace agent
