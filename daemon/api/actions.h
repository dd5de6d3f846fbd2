// What POST asks of the daemon, handed to api::Control. Private to the room.
#pragma once

#include <string_view>

#include "api/control.h"
#include "api/route_table.h"
#include "api/routes.h"

namespace api {

/// `body` is the request's JSON, empty for none; `user` is who sits at the other end of the socket.
/// Not for Route::backup, whose answer is a file.
[[nodiscard]] Reply act(const Found& what,
                        std::string_view body,
                        std::string_view user,
                        Control& control);

}  // namespace api
