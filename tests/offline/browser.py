"""As much of a browser as it takes to have the page's script run."""

from __future__ import annotations

from collections.abc import Iterator

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.sync.client import ClientConnection, connect

ANSWER_S = 120


class Visit:
    """One browser's connection to a page. messages: what the page sent, in order."""

    def __init__(self, address: str) -> None:
        """address: such as `http://127.0.0.1:8501`."""
        url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        self._connection: ClientConnection = connect(url, max_size=None, legacy=True)
        self.messages: list[ForwardMsg] = []

    def run(self, *states: WidgetState) -> list[ForwardMsg]:
        """Have the script run once; returns what it sent. states: of widgets that were used."""
        before = len(self.messages)
        back = BackMsg()
        back.rerun_script.widget_states.CopyFrom(WidgetStates(widgets=states))
        self._connection.send(back.SerializeToString())
        for message in self._received():
            if message.WhichOneof("type") == "script_finished":
                break
        return self.messages[before:]

    def ask(self, text: str) -> list[ForwardMsg]:
        """Type a question into the page's chat input; returns what the page sent until the end."""
        shown = [each.delta.new_element.chat_input.id for each in self.messages]
        (widget, *_) = filter(None, shown)
        state = WidgetState(id=widget)
        state.chat_input_value.data = text
        return self.run(state)

    def _received(self) -> Iterator[ForwardMsg]:
        while True:
            data = self._connection.recv(timeout=ANSWER_S)
            assert isinstance(data, bytes)
            message = ForwardMsg()
            message.ParseFromString(data)
            self.messages.append(message)
            yield message

    def close(self) -> None:
        self._connection.close()
