/** Does an operator hold back what happens to a run? */
export interface Pause {
  isOn: boolean;
}
